import { blockRemotePictures } from '#lib/mail/message/safe-html.ts';
import { parseMail } from '../parse/parse-mail.ts';
import type { ParsedAttachment } from '../parse/parsed-mail.ts';

/** Inline pictures beyond this many bytes in all are left out of the page; the file list still names them. */
const maxInlineBytes = 15 * 1_048_576;
const pictureTypes = /^image\/(png|jpe?g|gif|webp)$/i;

const style =
  'body{margin:0;padding:20px;font:14px/1.55 Inter,ui-sans-serif,system-ui,sans-serif;color:#18181b;background:#fff;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #e4e4e7}.nothing{color:#5d5d66}';

/**
 * A raw mail as a page of its own, as its reader sees it: sanitised, with the pictures it carries, and those kept
 * elsewhere only with `images`.
 */
export async function mailPage(raw: Uint8Array, { images }: { images: boolean }): Promise<string> {
  const mail = await parseMail(raw);
  const body = mail.html
    ? embedPictures(images ? mail.html : blockRemotePictures(mail.html), mail.attachments)
    : '<p class="nothing">This mail has no text.</p>';
  return framePage(body);
}

/** The frame around a body that is sanitised already. */
export function framePage(body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Message</title><base target="_blank"><style>${style}</style></head><body dir="auto">${body}</body></html>`;
}

/** Pictures named by Content-ID (RFC 2392) become part of the page: the frame may load nothing with the reader's cookies. */
function embedPictures(html: string, attachments: ParsedAttachment[]): string {
  let left = maxInlineBytes;
  return html.replace(/(<img\b[^>]*?\ssrc=")cid:([^"]+)"/gi, (whole, before: string, id: string) => {
    const file = attachments.find(({ contentId }) => contentId !== null && contentId === decodedId(id));
    if (!file || !pictureTypes.test(file.contentType) || file.content.length > left) return whole;
    left -= file.content.length;
    return `${before}data:${file.contentType.toLowerCase()};base64,${Buffer.from(file.content).toString('base64')}"`;
  });
}

function decodedId(id: string): string {
  const text = id.replaceAll('&amp;', '&');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
