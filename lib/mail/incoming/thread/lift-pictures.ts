import type { IncomingAttachment } from '#lib/chatter/post-incoming-message.ts';

/** A mail with more pictures in its text than this is none that somebody wrote. */
const mostPictures = 200;
const picture = /(["'])data:image\/(png|jpe?g|gif|webp);base64,([A-Za-z0-9+/=\s]+)\1/gi;

/**
 * Makes files of the pictures that are written into a text as base64: `image0.png`, `image1.png` and so on, each once.
 * The text names them by `cid:` instead, so that they are stored beside it and not in every copy of it.
 * @param given html, and the part of it that is shown alone; the same picture in both is the same file
 */
export function liftPictures<Html extends string | null>(
  given: Html[],
): { texts: Html[]; pictures: IncomingAttachment[] } {
  const found = new Map<string, IncomingAttachment>();
  const lift = (whole: string, quote: string, type: string, base64: string): string => {
    const known = found.get(base64);
    if (!known && found.size >= mostPictures) return whole;
    const file = known ?? fileOf(found.size, type.toLowerCase(), base64);
    found.set(base64, file);
    return `${quote}cid:${file.contentId}${quote}`;
  };
  const texts = given.map((html) => (html === null ? null : html.replace(picture, lift)) as Html);
  return { texts, pictures: [...found.values()] };
}

function fileOf(index: number, type: string, base64: string): IncomingAttachment {
  const filename = `image${index}.${type === 'jpeg' ? 'jpg' : type}`;
  const contentType = `image/${type === 'jpg' ? 'jpeg' : type}`;
  return { filename, contentType, content: Buffer.from(base64, 'base64'), contentId: `${filename}@pictures.invalid` };
}
