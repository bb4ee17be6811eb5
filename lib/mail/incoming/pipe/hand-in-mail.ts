import type { Result } from '#lib/core/result.ts';
import { type Ctx, systemActor } from '#lib/db/context.ts';
import { keepMail } from '../keep/keep-mail.ts';
import type { KnownRecipient } from '../listen/check-recipient.ts';
import { knownRecipients } from '../listen/known-recipients.ts';
import { dryRunMail } from '../receive.ts';
import { hasNoRoute } from './has-no-route.ts';
import { readWhole } from './read-whole.ts';

export interface PipedMail {
  raw: AsyncIterable<Uint8Array>;
  /** Null: not told; empty: the null sender. */
  from: string | null;
  /** Whom the mail server delivers to; empty: not told. */
  to: string[];
  /** Null: the one the recipients belong to. */
  serverId: number | null;
  /** Refuse a mail nobody here wants, instead of keeping it in quarantine. */
  strict: boolean;
}

/**
 * Keeps a mail that a mail server pipes into a program, and has a worker process it.
 * @returns the number of the incoming mail
 * @throws AppError `malformed` for an empty mail, `too_large`
 */
export async function handInMail(ctx: Ctx, mail: PipedMail): Promise<Result<number, 'unknown_recipient'>> {
  const recipients = await lookUpAll(ctx, mail.to);
  if (mail.strict && mail.to.length > 0 && recipients.every((one) => one === null)) return unknown;
  const known = recipients.filter((one) => one !== null);
  const about = {
    source: 'pipe' as const,
    incomingServerId: mail.serverId ?? known.find(({ serverId }) => serverId !== null)?.serverId ?? null,
    envelopeFrom: mail.from,
    envelopeTo: mail.to.map((given, index) => recipients[index]?.address ?? given).join(', ') || null,
  };
  const asksRouting = mail.strict && mail.to.length === 0;
  const whole = asksRouting ? await readWhole(mail.raw, ctx.env.mailInMaxMb) : null;
  if (whole && hasNoRoute((await dryRunMail({ ...ctx, actor: systemActor }, { ...about, raw: whole })).trace))
    return unknown;
  const { id } = await keepMail(ctx, { ...about, raw: whole ?? mail.raw });
  // A worker that does not hear of it finds it within a minute.
  await ctx.jobs.send(ctx.db, 'receive-mail', { incomingMailId: id }).catch(() => undefined);
  return { ok: true, value: id };
}

const unknown = { ok: false as const, reason: 'unknown_recipient' as const };

async function lookUpAll(ctx: Ctx, addresses: string[]): Promise<(KnownRecipient | null)[]> {
  const lookUp = knownRecipients(ctx);
  const found: (KnownRecipient | null)[] = [];
  for (const address of addresses) {
    const result = await lookUp(address);
    found.push(result.ok ? result.value : null);
  }
  return found;
}
