import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadSelectionFacts, selectionInput } from '#lib/mail/outgoing/select/load-selection-facts.ts';
import { selectServer } from '#lib/mail/outgoing/select/select-server.ts';
import { probeServerNow } from '#lib/mail/outgoing/verdict/record-server-health.ts';
import { loadOutgoingServer, settingsOf } from './load-sending-servers.ts';
import { probeSmtp, type TestStep } from './probe-smtp.ts';

export type { TestStep } from './probe-smtp.ts';

export interface ServerTest {
  ok: boolean;
  steps: TestStep[];
}

/**
 * *Test Connection*: DNS, TCP, TLS, EHLO, AUTH, MAIL FROM, RCPT, and stops before DATA: nothing is sent. Archived servers
 * may be tested. Administrators only.
 * @param onStep told each step as it is done, for pages that tick live
 * @throws AppError `not_found`
 */
export async function testOutgoingServer(
  ctx: Ctx,
  id: number,
  onStep: (step: TestStep) => void = () => undefined,
): Promise<ServerTest> {
  requireAdministrator(ctx.actor);
  const row = await loadOutgoingServer(ctx, id);
  if (!row) throw new AppError('not_found', `There is no outgoing server ${id}.`);
  const sender = await testSender(ctx, id);
  const steps: TestStep[] = [];
  for await (const step of probeSmtp(ctx, settingsOf(ctx, row), { sender, recipient: ctx.actor.email ?? sender })) {
    steps.push(step);
    onStep(step);
  }
  const ok = steps.every((step) => step.ok);
  // What waits because the server was down need not wait for its next probe.
  if (ok) await probeServerNow(ctx, id);
  return { ok, steps };
}

/** The envelope sender that mail bound to this server would have, were it active. */
async function testSender(ctx: Ctx, id: number): Promise<string> {
  const facts = await loadSelectionFacts(ctx);
  const input = await selectionInput(facts, { from: null, companyId: null, forcedServerId: id });
  const servers = input.servers.map((server) => (server.id === id ? { ...server, active: true } : server));
  const decision = selectServer({ ...input, servers });
  if (decision.ok) return decision.envelopeFrom;
  if (ctx.actor.email) return ctx.actor.email;
  throw new AppError('conflict', 'There is no sender to test with: set the email domain in General Settings first.');
}
