import { z } from 'zod';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadSelectionFacts, selectionInput } from '#lib/mail/outgoing/select/load-selection-facts.ts';
import { selectServer } from '#lib/mail/outgoing/select/select-server.ts';

const schema = z.object({ fromFilter: z.string().max(2000) });

/** What a From filter means for one sender. */
export interface SenderPreview {
  from: string;
  /** Null: this server would refuse the mail. */
  headerFrom: string | null;
  rewritten: boolean;
  reason: string | null;
}

/** Beyond the ids the database gives out: the server of the form need not be saved. */
const trialId = 2_147_483_647;

/**
 * How mails would leave a server with this From filter, by the very rules that send: of the administrator who asks, of
 * the product itself, and of somebody of another domain. Administrators only.
 */
export async function previewSenders(ctx: Ctx, input: z.input<typeof schema>): Promise<SenderPreview[]> {
  requireAdministrator(ctx.actor);
  const { fromFilter } = parseInput(schema, input);
  const facts = await loadSelectionFacts(ctx);
  const companyId = ctx.actor.companyIds[0] ?? null;
  const defaultFrom = (await facts.domainOf(companyId))?.defaultFromAddress;
  const trial = { id: trialId, name: 'This server', fromFilter, priority: 0, active: true };
  return Promise.all(
    examples(ctx.actor.email, defaultFrom).map(async (from) => {
      const asked = await selectionInput(facts, { from, companyId, forcedServerId: trialId });
      const decision = selectServer({ ...asked, servers: [...asked.servers, trial] });
      if (!decision.ok) return { from, headerFrom: null, rewritten: false, reason: decision.reason };
      const { headerFrom, rewritten } = decision;
      return { from, headerFrom, rewritten, reason: null };
    }),
  );
}

function examples(mine: string | null, defaultFrom: string | undefined): string[] {
  const senders = [mine, defaultFrom, 'mary@customer.example'].filter((one): one is string => Boolean(one));
  return [...new Set(senders)];
}
