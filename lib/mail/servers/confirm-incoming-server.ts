import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type IncomingServerRow, loadIncomingServer, updateIncomingServer } from './load-incoming-servers.ts';
import { probePop3 } from './pop3/probe-pop3.ts';
import { type IncomingTestStep, probeImap } from './probe-imap.ts';

export type { IncomingTestStep } from './probe-imap.ts';

export interface IncomingServerTest {
  ok: boolean;
  steps: IncomingTestStep[];
}

/**
 * *Test & Confirm*: connects step by step, and confirms the server when every step went well. Archived servers may be
 * tested. Administrators only.
 * @param onStep told each step as it is done, for pages that tick live
 * @throws AppError `not_found`
 */
export async function confirmIncomingServer(
  ctx: Ctx,
  id: number,
  onStep: (step: IncomingTestStep) => void = () => undefined,
): Promise<IncomingServerTest> {
  requireAdministrator(ctx.actor);
  const row = await loadIncomingServer(ctx.db, id);
  if (!row) throw new AppError('not_found', `There is no incoming server ${id}.`);
  const steps: IncomingTestStep[] = [];
  for await (const step of probe(ctx, row)) {
    steps.push(step);
    onStep(step);
  }
  const ok = steps.every((step) => step.ok);
  if (ok) await confirm(ctx, id, row.state);
  return { ok, steps };
}

/** Servers that hand mails over to us need no connection. */
function probe(ctx: Ctx, row: IncomingServerRow): AsyncIterable<IncomingTestStep> | IncomingTestStep[] {
  if (row.type === 'imap') return probeImap(ctx, row);
  return row.type === 'pop3' ? probePop3(ctx, row) : [];
}

async function confirm(ctx: Ctx, id: number, state: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await updateIncomingServer(tx.db, id, { state: 'confirmed', lastError: null, failureCount: 0 });
    const entry = { targetType: 'incoming-server', targetId: id, before: { state }, after: { state: 'confirmed' } };
    await recordAudit(tx, { action: 'incoming-server.confirm', ...entry });
    await publishEvent(tx.db, { topic: 'servers' });
  });
}
