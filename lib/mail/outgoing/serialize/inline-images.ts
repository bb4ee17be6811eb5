import { sha256 } from '#lib/core/crypto.ts';

/** A picture that stood inside the HTML itself. */
export interface InlineImage {
  filename: string;
  contentType: string;
  content: Buffer;
  cid: string;
}

const dataImage =
  /(<img\b[^<>]{0,2000}?\ssrc\s{0,9}=\s{0,9}["'])data:image\/(png|jpe?g|gif|webp);base64,([^"'<>]+)(?=["'])/gi;

/**
 * Takes pictures written as `data:` addresses out of HTML and makes them parts of the mail: most mailboxes show the
 * latter and block the former. The same picture travels once, under an id that follows from its bytes.
 */
export function takeInlineImages(html: string): { html: string; images: InlineImage[] } {
  if (!html.includes('data:image/')) return { html, images: [] };
  const images = new Map<string, InlineImage>();
  const replaced = html.replace(dataImage, (_whole, before: string, format: string, base64: string) => {
    const content = Buffer.from(base64, 'base64');
    const cid = `${sha256(content).slice(0, 32)}@inline.image`;
    const ending = format.toLowerCase().replace('jpg', 'jpeg');
    const filename = images.get(cid)?.filename ?? `image-${images.size + 1}.${ending}`;
    images.set(cid, { filename, contentType: `image/${ending}`, content, cid });
    return `${before}cid:${cid}`;
  });
  return { html: replaced, images: [...images.values()] };
}
