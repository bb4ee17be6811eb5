import { Readable } from 'node:stream';

interface Eml {
  fileName: string;
  /** Bytes. */
  size: number;
  content: Uint8Array | AsyncIterable<Uint8Array>;
}

/** A raw mail as a file to save. Never shown in place: a browser might read it as HTML. */
export function emlResponse({ fileName, size, content }: Eml): Response {
  const body = content instanceof Uint8Array ? new Uint8Array(content) : Readable.toWeb(Readable.from(content));
  return new Response(body as BodyInit, {
    headers: {
      'content-type': 'message/rfc822',
      'content-length': String(size),
      'content-disposition': `attachment; filename="${fileName.replace(/[^\w.-]+/g, '_')}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
    },
  });
}

/** The same from a mail that is in memory whole. */
export function emlOf({ fileName, content }: { fileName: string; content: Uint8Array }): Response {
  return emlResponse({ fileName, size: content.length, content });
}

/** JSON as a file to save. */
export function jsonFileOf({ fileName, content }: { fileName: string; content: string }): Response {
  return new Response(content, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  });
}
