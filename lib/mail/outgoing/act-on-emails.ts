import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { parseListQuery } from '#lib/core/list-query.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type ActOnEmailsInput, actOnEmailsSchema, type EmailsActed, mailsPerCall } from './bulk-schema.ts';
import { emailListFields } from './email-schema.ts';
import { selectFailedDeliveries } from './load-failures.ts';
import { checkRecipient } from './queue/check-draft.ts';
import { retryDeliveries } from './queue/retry-deliveries.ts';
import { cancelDeliveries, hurryDeliveries, selectNewestEmail, selectServersOf } from './queue/store.ts';
import { selectShownIds } from './store.ts';
import { probeServerNow } from './verdict/record-server-health.ts';
import { announce } from './verdict/record-verdict.ts';
import { lockEmails, refreshEmailStates } from './verdict/store.ts';

/** One job drains whatever is due: more of them would only stand in line. */
const mostJobs = 100;
/** Recipients that one call retries; the mails of a mailing have one each. */
const mostDeliveries = 50_000;

type Act = (ctx: Ctx, ids: number[]) => Promise<number>;

const acts: Record<ActOnEmailsInput['action'], { act: Act; audit: string }> = {
  retry: { act: retryAll, audit: 'email.retry-all' },
  cancel: { act: cancelAll, audit: 'email.cancel-all' },
  send: { act: sendAll, audit: 'email.send-now-all' },
};

/**
 * Does the same to many mails, all of a call in one transaction. Those it cannot be done to (sent already, nothing
 * failed) are skipped and counted. Administrators only.
 */
export async function actOnEmails(ctx: Ctx, input: ActOnEmailsInput): Promise<EmailsActed> {
  requireAdministrator(ctx.actor);
  const { action, target, cursor } = parseInput(actOnEmailsSchema, input);
  const { act, audit } = acts[action];
  return inTransaction(ctx, async (tx) => {
    const { ids, next } =
      'ids' in target ? { ids: [...new Set(target.ids)], next: null } : await shown(tx, target.query, cursor ?? null);
    if (ids.length === 0) return { done: 0, skipped: 0, cursor: null };
    const done = await act(tx, ids);
    const targetId = 'ids' in target ? ids.slice(0, 20).join(', ') : 'filter';
    if (done > 0) await recordAudit(tx, { action: audit, targetType: 'email', targetId, after: { target, done } });
    return { done, skipped: ids.length - done, cursor: next };
  });
}

/** The next thousand of what a list shows, up to the mail that was the newest when the first call came. */
async function shown(ctx: Ctx, query: Record<string, string>, cursor: string | null) {
  const [after = 0, end] = cursor?.split('-').map(Number) ?? [];
  const through = end ?? (await selectNewestEmail(ctx.db));
  const list = parseListQuery(new URLSearchParams(query), emailListFields);
  const ids = await selectShownIds(ctx.db, list, { after, through, limit: mailsPerCall });
  return { ids, next: ids.length === mailsPerCall ? `${ids.at(-1)}-${through}` : null };
}

async function retryAll(ctx: Ctx, ids: number[]): Promise<number> {
  const failed = await selectFailedDeliveries(ctx.db, { ids }, mostDeliveries);
  const usable = failed.filter(({ recipient }) => checkRecipient({ email: recipient }).usable);
  await retryDeliveries(ctx, usable);
  return new Set(usable.map((delivery) => delivery.emailId)).size;
}

async function cancelAll(ctx: Ctx, ids: number[]): Promise<number> {
  await lockEmails(ctx.db, ids);
  const cancelled = [...new Set(await cancelDeliveries(ctx.db, ids, ctx.now()))];
  if (cancelled.length > 0) await announce(ctx, await refreshEmailStates(ctx.db, cancelled, ctx.now()));
  return cancelled.length;
}

async function sendAll(ctx: Ctx, ids: number[]): Promise<number> {
  await lockEmails(ctx.db, ids);
  // Breakers before deliveries, as everybody locks them.
  for (const serverId of await selectServersOf(ctx.db, ids)) await probeServerNow(ctx, serverId);
  const hurried = [...new Set(await hurryDeliveries(ctx.db, ids, ctx.now()))];
  for (const emailId of hurried.slice(0, mostJobs)) await ctx.jobs.send(ctx.db, 'send-email', { emailId });
  if (hurried.length > 0) await announce(ctx, await refreshEmailStates(ctx.db, hurried, ctx.now()));
  return hurried.length;
}
