import { collectAttachments } from '#lib/mail/incoming/parse/collect-attachments.ts';
import { collectBodies } from '#lib/mail/incoming/parse/collect-bodies.ts';
import { decodeHeaderText, headerValue } from '#lib/mail/incoming/parse/decode-headers.ts';
import type { ParseLimits } from '#lib/mail/incoming/parse/parse-limits.ts';
import type { ParsedAttachment } from '#lib/mail/incoming/parse/parsed-mail.ts';
import { type MimePart, readMimeTree } from '#lib/mail/incoming/parse/read-mime-tree.ts';
import { repairRaw } from '#lib/mail/incoming/parse/repair-raw.ts';

/** What a mail inside the mail adds: its text where it is shown inline, its files in any case. */
export interface NestedMail {
  text: string;
  attachments: ParsedAttachment[];
}

/** Mails inside mails are opened this deep and this many in all; the others stay files. */
const MAX_NESTING = 4;
const MAX_OPENED = 30;

/**
 * Opens the mails attached to a mail (`message/rfc822`, `message/global`, `message/news`), so that a mail forwarded as
 * an attachment can be read and searched, and its files used. A report's returned mail is evidence and stays closed.
 */
export async function openNestedMails(root: MimePart, limits: ParseLimits): Promise<NestedMail[]> {
  if (root.type === 'multipart/report') return [];
  const found: NestedMail[] = [];
  let level = [root];
  for (let depth = 0; depth < MAX_NESTING && level.length > 0; depth++) {
    const next: MimePart[] = [];
    for (const part of level.flatMap(nestedParts)) {
      if (found.length >= MAX_OPENED) return found;
      const tree = await openOne(part, limits);
      if (!tree) continue;
      found.push(readNested(part, tree, limits));
      next.push(tree);
    }
    level = next;
  }
  return found;
}

function nestedParts(part: MimePart): MimePart[] {
  if (part.children.length > 0) return part.children.flatMap(nestedParts);
  return /^message\/(?:rfc822|global|news)$/.test(part.type) && part.content.length > 0 ? [part] : [];
}

async function openOne(part: MimePart, limits: ParseLimits): Promise<MimePart | null> {
  try {
    return await readMimeTree(repairRaw(part.content, limits).bytes, limits);
  } catch {
    // too deep or too long: it stays the file it is
    return null;
  }
}

function readNested(part: MimePart, tree: MimePart, limits: ParseLimits): NestedMail {
  const bodies = collectBodies(tree, limits.maxTextLength);
  const attachments = collectAttachments(tree, bodies.used, bodies.html ?? '').filter(
    (attachment) => !attachment.contentType.startsWith('message/'),
  );
  return { text: part.disposition === 'attachment' ? '' : `${headLines(tree)}\n\n${bodies.text}`, attachments };
}

function headLines(tree: MimePart): string {
  const names = ['from', 'to', 'date', 'subject'] as const;
  const lines = names.flatMap((name) => {
    const value = headerValue(tree.headers, name);
    return value ? [`${name[0]?.toUpperCase()}${name.slice(1)}: ${decodeHeaderText(value)}`] : [];
  });
  return ['---------- Forwarded message ----------', ...lines].join('\n');
}
