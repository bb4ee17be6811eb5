import type { TraceLine } from '#lib/core/trace.ts';
import type { Ctx } from '#lib/db/context.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import { recordBounce } from '#lib/mail/outgoing/verdict/record-bounce.ts';
import type { Bounce, BouncedRecipient } from '../qualify/bounce.ts';
import { addBounce, blacklistAddress, type SentDelivery, selectDeliveries, selectDelivery } from './store.ts';

/** What a mail says about mail of ours. */
export interface Report {
  /** Null: nothing in it could be read. */
  bounce: Bounce | null;
  /** Named by the signed bounce address it was sent to: then nothing needs to be read. */
  deliveryId: number | null;
  /** Nobody may answer its sender, and it is no automatic reply: what else comes to a bounce address is a report. */
  isFromMachine: boolean;
  /** It says that the mail is only late. */
  isDelay: boolean;
}

/**
 * Carries a report over to what it is about: deliveries that failed turn bounced, unusable addresses are counted on
 * their contacts and leads, complaints keep mailings from the address. Delays and receipts change nothing.
 * A report that names nobody is about the only person the mail went to.
 * @returns what was found, for the trace
 */
export async function recordBounces(ctx: Ctx, report: Report): Promise<TraceLine[]> {
  const { bounce, deliveryId, isFromMachine, isDelay } = report;
  const named = deliveryId === null ? null : await selectDelivery(ctx.db, deliveryId);
  if (bounce === null || (named && bounce.recipients.length === 0 && !bounce.feedback)) {
    return named && isFromMachine && bounce?.format !== 'receipt' ? [await recordUnread(ctx, named)] : [];
  }
  const sent = named ? [named] : await selectDeliveries(ctx.db, bounce.originalMessageIds);
  if (bounce.feedback) return [await recordComplaint(ctx, bounce, sent)];
  const [only] = sent;
  if (bounce.recipients.length === 0 && only && sent.length === 1 && !isDelay) return [await recordUnread(ctx, only)];
  const lines: TraceLine[] = [];
  for (const recipient of bounce.recipients) lines.push(await recordOne(ctx, recipient, bounce, sent));
  return lines;
}

/** A report that nobody can read still tells which mail it is about: that mail came back. */
async function recordUnread(ctx: Ctx, { id, recipient }: SentDelivery): Promise<TraceLine> {
  const reason = `The mail to ${recipient} came back. The report does not say why; read it in Incoming mails.`;
  await recordBounce(ctx, { deliveryId: id, permanence: 'permanent', kind: 'soft', diagnostic: null, reason });
  return { rule: `report on ${recipient}`, matched: true, detail: `delivery ${id} bounced (no reason could be read)` };
}

async function recordOne(
  ctx: Ctx,
  bounced: BouncedRecipient,
  bounce: Bounce,
  sent: SentDelivery[],
): Promise<TraceLine> {
  const rule = `report on ${bounced.address}`;
  if (bounced.action !== 'failed' && bounced.permanence !== 'permanent') {
    return { rule, matched: false, detail: `${bounced.action}: nothing changes` };
  }
  const addresses = [bounced.originalAddress, bounced.address].filter((one) => one !== null).map(normaliseAddress);
  if (bounced.kind === 'hard') for (const address of new Set(addresses)) await addBounce(ctx.db, address);
  const named = sent.find((one) => addresses.includes(normaliseAddress(one.recipient)));
  // A forwarder reports the address it forwards to: with one recipient there is no doubt whom we wrote to.
  const only = bounce.recipients.length === 1 && sent.length === 1 ? sent[0] : undefined;
  const found = named ?? only;
  if (!found) return { rule, matched: false, detail: `${bounced.kind}, but no mail of ours to it is known` };
  const status = [bounced.status, bounced.diagnostic].filter(Boolean).join(' ').trim();
  await recordBounce(ctx, {
    deliveryId: found.id,
    permanence: bounced.permanence === 'temporary' ? 'temporary' : 'permanent',
    kind: bounced.kind === 'hard' ? 'hard' : 'soft',
    diagnostic: bounced.diagnostic,
    reason: status || 'The mail came back without a reason.',
  });
  return {
    rule,
    matched: true,
    detail: `${bounced.kind}: delivery ${found.id} bounced (${status || 'no reason given'})`,
  };
}

/** Only for mail we sent: anybody can write a report about somebody else's address. */
async function recordComplaint(ctx: Ctx, bounce: Bounce, sent: SentDelivery[]): Promise<TraceLine> {
  const rule = 'complaint';
  const named = bounce.feedback?.recipient ? normaliseAddress(bounce.feedback.recipient) : null;
  const found =
    sent.find((one) => normaliseAddress(one.recipient) === named) ?? (sent.length === 1 ? sent[0] : undefined);
  if (!found) return { rule, matched: false, detail: 'it names no mail of ours' };
  if (bounce.feedback?.type === 'not-spam') return { rule, matched: false, detail: 'not spam: nothing changes' };
  const address = normaliseAddress(found.recipient);
  await blacklistAddress(ctx.db, address, `Reported our mail as ${bounce.feedback?.type ?? 'abuse'}`);
  return { rule, matched: true, detail: `${address} gets no more mailings` };
}
