import { decodeHeaderText } from '#lib/mail/incoming/parse/decode-headers.ts';
import type { ParsedAttachment } from '#lib/mail/incoming/parse/parsed-mail.ts';
import type { MimePart } from '#lib/mail/incoming/parse/read-mime-tree.ts';

/** Everything of the tree that is no body text, in document order; containers themselves are nothing. */
export function collectAttachments(root: MimePart, used: ReadonlySet<MimePart>, html: string): ParsedAttachment[] {
  return leaves(root)
    .filter((part) => !used.has(part) && isWorthKeeping(part))
    .map((part) => toAttachment(part, html));
}

function leaves(part: MimePart): MimePart[] {
  return part.children.length === 0 ? [part] : part.children.flatMap(leaves);
}

/** Empty parts without a name come from attached mails and broken boundaries; they would be files of nothing. */
function isWorthKeeping(part: MimePart): boolean {
  return part.content.length > 0 || rawName(part) !== '';
}

function toAttachment(part: MimePart, html: string): ParsedAttachment {
  const referenced = part.contentId !== null && html.includes(`cid:${part.contentId}`);
  return {
    filename: fileName(part),
    contentType: part.type,
    size: part.content.length,
    inline: referenced || (part.disposition === 'inline' && part.contentId !== null),
    contentId: part.contentId,
    content: part.content,
  };
}

function rawName(part: MimePart): string {
  return part.dispositionParams.filename ?? part.params.name ?? part.dispositionParams.name ?? '';
}

/** The name as the sender wrote it, decoded; control characters go, the rest is the business of whoever stores it. */
export function fileName(part: MimePart): string {
  const name = decodeHeaderText(rawName(part));
  if (name !== '') return name;
  if (part.type === 'message/rfc822') return `${innerSubject(part) || 'message'}.eml`;
  return 'attachment';
}

function innerSubject(part: MimePart): string {
  const head = Buffer.from(part.content.subarray(0, 16_384)).toString('utf8');
  const subject = /^subject[ \t]*:[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/im.exec(head)?.[1] ?? '';
  return decodeHeaderText(subject).slice(0, 100);
}
