import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { giveUpAfter } from '#lib/mail/outgoing/queue/retry-schedule.ts';
import { isToldOfFailure, lateAfterMs } from './is-told.ts';
import {
  lockLateMails,
  lockMails,
  type NoticeMail,
  selectAuthors,
  selectFailed,
  selectUnsettledMails,
  selectWaiting,
  type Unreached,
} from './load-unreached.ts';
import { delayNotice, failureNotice, type NoticeFacts } from './notice-words.ts';
import { linkToMail, placeOfNotice, postNotice } from './post-notice.ts';
import { markDelayTold, markFailuresSettled } from './store.ts';

/** Mails, or failed recipients, of one transaction. */
const perStep = 200;
const mostSteps = 10;

export interface NoticesTold {
  done: number;
  remaining: number;
  log: string;
}

/**
 * Tells the authors of mails, once each: that somebody still waits after four hours, and that it failed for good where
 * the failure came later than they could see. Any number of workers may do it at once.
 */
export async function tellAuthors(ctx: Ctx, signal: AbortSignal): Promise<NoticesTold> {
  const late = await inSteps(signal, () => inTransaction(ctx, tellOfDelays));
  const failed = await inSteps(signal, () => inTransaction(ctx, tellOfFailures));
  const log = `Authors told that a mail is late: ${late.told}. Authors told that a mail failed: ${failed.told}.`;
  return { done: late.told + failed.told, remaining: late.more || failed.more ? 1 : 0, log };
}

interface Step {
  told: number;
  more: boolean;
}

async function inSteps(signal: AbortSignal, work: () => Promise<Step>): Promise<Step> {
  let told = 0;
  for (let step = 0; step < mostSteps; step++) {
    const done = await work();
    told += done.told;
    if (!done.more || signal.aborted) return { told, more: done.more };
  }
  return { told, more: true };
}

async function tellOfDelays(ctx: Ctx): Promise<Step> {
  const lateBefore = addMilliseconds(ctx.now(), -lateAfterMs);
  const mails = await lockLateMails(ctx.db, lateBefore, perStep);
  if (mails.length === 0) return { told: 0, more: false };
  const ids = mails.map((mail) => mail.id);
  const told = await tell(ctx, mails, await selectWaiting(ctx.db, ids, lateBefore), delayNotice);
  await markDelayTold(ctx.db, ids, ctx.now());
  return { told: told.length, more: mails.length === perStep };
}

async function tellOfFailures(ctx: Ctx): Promise<Step> {
  const { ids, more } = await selectUnsettledMails(ctx.db, perStep);
  if (ids.length === 0) return { told: 0, more: false };
  const locked = await lockMails(ctx.db, ids);
  const failures = await selectFailed(ctx.db, ids);
  const late = (mail: NoticeMail) =>
    failures.get(mail.id)?.recipients.some((recipient) => isToldOfFailure(mail, recipient.since)) ?? false;
  const told = await tell(ctx, locked.filter(late), failures, failureNotice);
  await markFailuresSettled(ctx.db, ids, told, ctx.now());
  return { told: told.length, more };
}

/** @returns the mails whose author was told; those of strangers and robots have none */
async function tell(
  ctx: Ctx,
  mails: NoticeMail[],
  unreached: Map<number, Unreached>,
  words: (facts: NoticeFacts) => string,
): Promise<number[]> {
  if (mails.length === 0) return [];
  const authors = await selectAuthors(
    ctx.db,
    mails.map((mail) => mail.id),
  );
  const told: number[] = [];
  for (const mail of mails) {
    const author = authors.get(mail.id);
    const missing = unreached.get(mail.id);
    if (!author || !missing || isMailing(mail)) continue;
    const place = await placeOfNotice(ctx, mail);
    const { timeZone } = author;
    const facts = { ...missing, subject: mail.subject, giveUpAfter: giveUpAfter(mail.lane), timeZone };
    const html = words({ ...facts, link: linkToMail(mail, author, place) });
    await postNotice(ctx, { mail, author, place, html });
    told.push(mail.id);
  }
  return told;
}

/** A mailing tells of its recipients in figures, not one by one. */
function isMailing({ lane, threadMessageId }: NoticeMail): boolean {
  return lane > 0 && threadMessageId === null;
}
