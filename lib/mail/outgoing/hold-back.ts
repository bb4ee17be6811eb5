import { addMilliseconds } from '#lib/core/clock.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { ClaimedDelivery } from '#lib/mail/outgoing/queue/claim-deliveries.ts';
import { putBack } from '#lib/mail/outgoing/queue/put-back.ts';
import type { SelectedServer } from '#lib/mail/outgoing/select/select-server.ts';
import type { Breaker } from '#lib/mail/outgoing/verdict/breaker.ts';
import { recordServerFailure } from '#lib/mail/outgoing/verdict/record-server-health.ts';

const waitMs = 60_000;

export interface HeldBack {
  emailId: number;
  deliveries: ClaimedDelivery[];
  selection: SelectedServer;
  breakers: Map<number, Breaker>;
}

/**
 * Puts mail back whose server cannot even be asked, because its password cannot be read any more: like a refused sign-in
 * that opens its breaker and tells the administrators. The other mail of the batch goes on.
 * @throws `error` itself where it is anything else
 */
export async function holdBack(ctx: Ctx, mail: HeldBack, error: unknown): Promise<void> {
  const { serverId, serverName: name } = mail.selection;
  if (!(error instanceof AppError) || error.code !== 'unavailable' || serverId === null) throw error;
  const reason = error.message;
  if (mail.breakers.get(serverId)?.reason !== reason) {
    mail.breakers.set(serverId, await recordServerFailure(ctx, { serverId, name }, { atOnce: true, reason }));
  }
  const dueAt = addMilliseconds(ctx.now(), waitMs);
  await putBack(ctx, mail.emailId, { held: mail.deliveries, dueAt, serverId, reason, selection: mail.selection });
}
