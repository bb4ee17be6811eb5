import type { Ctx } from '#lib/db/context.ts';
import { cleanSubject } from '#lib/mail/message/headers.ts';
import type { ParsedMail } from '../parse/parsed-mail.ts';
import type { Answer } from '../route/decision.ts';
import { composeAnswer } from './compose-answer.ts';
import { selectBouncedContent } from './store.ts';

/** Subject and body of an automatic answer, in the words of its alias where it has some. Nothing is sent. */
export async function wordAnswer(
  ctx: Ctx,
  mail: ParsedMail,
  answer: Answer,
): Promise<{ subject: string; html: string }> {
  const alias = answer.aliasId === null ? null : await selectBouncedContent(ctx.db, answer.aliasId);
  return composeAnswer({
    kind: answer.kind,
    subject: cleanSubject(mail.subject),
    bouncedContent: alias?.bouncedContent ?? null,
    address: alias?.address ?? mail.to[0]?.address ?? mail.deliveredTo[0]?.address ?? 'us',
    reason: answer.reason,
    text: mail.visibleText,
  });
}
