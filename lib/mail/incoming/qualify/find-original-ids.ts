import type { ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';
import { extractMessageIds } from '#lib/mail/message/message-id.ts';

/** Headers of the returned mail that may hold an id of ours; our own first, because providers rewrite Message-ID. */
const ID_HEADERS = [
  'x-perfectwork-message-id',
  'message-id',
  'x-microsoft-original-message-id',
  'x-original-message-id',
];

/**
 * Ids of the mail a report is about: from the headers it gives back, else from its own In-Reply-To and References.
 *
 * @param returned the returned mail or its headers, as text
 */
export function findOriginalIds(mail: ParsedMail, returned: string): { messageId: string | null; all: string[] } {
  const head = headerLines(returned);
  const found = ID_HEADERS.flatMap((name) => extractMessageIds(head.get(name)));
  const messageId = extractMessageIds(head.get('message-id'))[0] ?? found[0] ?? null;
  if (found.length > 0) return { messageId, all: [...new Set(found)] };
  const own = [...(mail.inReplyTo ? [mail.inReplyTo] : []), ...mail.references.toReversed()];
  return { messageId: own[0] ?? null, all: [...new Set(own)] };
}

/** Headers of a text that may begin with other words; the first of each name counts, folded lines are joined. */
export function headerLines(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last: string | null = null;
  for (const line of text.slice(0, 100_000).split('\n')) {
    const field = /^[ \t>]{0,3}([A-Za-z][\w-]{1,60})[ \t]*:[ \t]?(.*)$/.exec(line);
    if (field && !/^[ \t]/.test(line)) {
      const name = (field[1] ?? '').toLowerCase();
      last = fields.has(name) ? null : name;
      if (last) fields.set(last, field[2] ?? '');
    } else if (/^[ \t]/.test(line) && last) fields.set(last, `${fields.get(last)} ${line.trim()}`);
    else last = null;
  }
  return fields;
}
