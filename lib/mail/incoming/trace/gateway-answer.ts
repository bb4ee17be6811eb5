import type { RouteRecord } from '#drizzle/schema/incoming-mail.ts';
import type { IncomingOutcome } from '#lib/core/enumerations.ts';
import type { SenderAuthentication } from '#lib/core/sender-authentication.ts';
import type { TraceLine } from '#lib/core/trace.ts';
import type { MailAddress } from '#lib/mail/message/address.ts';
import type { ParsedMail } from '../parse/parsed-mail.ts';
import type { Bounce } from '../qualify/bounce.ts';
import type { AutomaticVerdict } from '../qualify/classify-automatic.ts';
import type { AnswerKind } from '../route/decision.ts';
import { type PartView, partTree } from './part-tree.ts';

/** A parsed mail as the API shows it: without the bytes of its files. */
export interface ParsedView {
  from: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  subject: string;
  date: string | null;
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  html: string | null;
  text: string;
  visibleText: string;
  attachments: { filename: string; contentType: string; size: number; inline: boolean }[];
  autoReply: AutomaticVerdict;
  authentication: SenderAuthentication;
  /** The MIME tree: types, names and sizes of all parts. */
  parts: PartView;
  bounce: Pick<Bounce, 'format' | 'originalMessageId' | 'recipients' | 'feedback'> | null;
  /** What had to be repaired or left out. */
  defects: string[];
}

/** An automatic answer as its reader would see it. */
export interface ComposedAnswer {
  kind: AnswerKind;
  to: string;
  subject: string;
  html: string;
}

/** What the gateway says about one mail. */
export interface GatewayAnswer {
  /** Of the stored mail; null for a dry run. */
  id: number | null;
  /** Of the first route. */
  outcome: IncomingOutcome;
  reason: string;
  routes: RouteRecord[];
  trace: TraceLine[];
  /** Of a dry run: the automatic answers that would be sent, word by word. */
  answers?: ComposedAnswer[];
  /** Null where the mail could not be read at all. */
  parsed: ParsedView | null;
}

/** What one reading of a raw mail found. */
export interface Examined {
  mail: ParsedMail;
  automatic: AutomaticVerdict;
  bounce: Bounce | null;
  authentication: SenderAuthentication;
  spam: string | null;
}

export function parsedView({ mail, automatic, bounce, authentication }: Examined): ParsedView {
  const { from, to, cc, subject, date, messageId, inReplyTo, references, html, text, visibleText, defects } = mail;
  return {
    ...{ from, to, cc, subject, date, messageId, inReplyTo, references, html, text, visibleText, defects },
    attachments: mail.attachments.map(({ filename, contentType, size, inline }) => ({
      filename,
      contentType,
      size,
      inline,
    })),
    parts: partTree(mail.root),
    autoReply: automatic,
    authentication,
    bounce: bounce && {
      format: bounce.format,
      originalMessageId: bounce.originalMessageId,
      recipients: bounce.recipients,
      feedback: bounce.feedback,
    },
  };
}
