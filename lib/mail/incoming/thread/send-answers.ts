import { randomBytes } from 'node:crypto';
import type { TraceLine } from '#lib/core/trace.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import { makeLoopMessageId } from '#lib/mail/message/message-id.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import type { ParsedMail } from '../parse/parsed-mail.ts';
import type { Answer } from '../route/decision.ts';
import { wasAnswered } from '../route/load-loop.ts';
import { insertAnswer, lockAnswers } from './store.ts';
import { wordAnswer } from './word-answer.ts';

/** Queues the automatic answers of one mail: one a sender and hour, from the null sender, marked so that nobody answers. */
export async function sendAnswers(
  ctx: Ctx,
  mail: ParsedMail,
  answers: Answer[],
  companyId: number | null,
): Promise<TraceLine[]> {
  const [answer] = answers;
  if (!answer) return [];
  const rule = 'automatic answer';
  const recipient = normaliseAddress(answer.to);
  await lockAnswers(ctx.db, recipient);
  if (await wasAnswered(ctx, recipient)) {
    return [{ rule, matched: false, detail: `${recipient} had an answer within the last hour` }];
  }
  const domain = await loadAliasDomain(ctx, companyId);
  const { subject, html } = await wordAnswer(ctx, mail, answer);
  const host = domain?.name ?? new URL(ctx.env.publicUrl).hostname;
  const unixTime = ctx.now().getTime() / 1000;
  const messageId = makeLoopMessageId({ random: randomBytes(12).toString('hex'), unixTime, host });
  await enqueueEmail(ctx, {
    subject,
    from: domain ? `"MAILER-DAEMON" <${domain.bounceAddress}>` : null,
    to: answer.to,
    html,
    messageId,
    references: [mail.messageId, messageId].filter(Boolean).join(' '),
    headers: {
      'Auto-Submitted': 'auto-replied',
      'X-Auto-Response-Suppress': 'All',
      ...(mail.messageId ? { 'In-Reply-To': mail.messageId } : {}),
    },
    nullSender: true,
    companyId,
    recipients: [{ email: answer.to }],
  });
  await insertAnswer(ctx.db, recipient, answer.kind, ctx.now());
  return [{ rule, matched: true, detail: `${answer.kind} to ${recipient}` }];
}
