import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { toAsciiAddress } from '#lib/mail/message/address.ts';
import { loadSelectionFacts } from '#lib/mail/outgoing/select/load-selection-facts.ts';
import { probeServerNow } from '#lib/mail/outgoing/verdict/record-server-health.ts';
import { chooseTestSender } from './choose-test-sender.ts';
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
  const sender = await senderFor(ctx, row.fromFilter);
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

async function senderFor(ctx: Ctx, fromFilter: string | null): Promise<string> {
  const { defaultFroms } = await loadSelectionFacts(ctx);
  const sender = chooseTestSender({ fromFilter, defaultFroms, actorEmail: ctx.actor.email });
  const address = sender === null ? null : toAsciiAddress(sender);
  if (address !== null) return address;
  const missing = 'There is no sender to test with: enter your email address in your user, or an email domain in';
  throw new AppError('conflict', `${missing} General Settings, then test again.`);
}
