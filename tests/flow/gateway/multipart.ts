import type { CaseMail } from './worked-case.ts';

/** A part of a multipart: its header lines, and its text or bytes (base64 then). */
export interface Part {
  type: string;
  headers?: Record<string, string>;
  body: string | Uint8Array;
}

/** Content-Type and body of a multipart with these parts. */
export function multipart(type: string, parts: Part[]): Pick<CaseMail, 'headers' | 'body'> {
  const boundary = 'part-of-a-case';
  const written = parts.map((part) => `--${boundary}\n${writePart(part)}`);
  return {
    headers: { 'MIME-Version': '1.0', 'Content-Type': `${type}; boundary="${boundary}"` },
    body: `${written.join('\n')}\n--${boundary}--\n`,
  };
}

/** A file, base64 encoded. */
export function file(type: string, disposition: string, content: string | Uint8Array): Part {
  return {
    type,
    headers: { 'Content-Disposition': disposition },
    body: typeof content === 'string' ? Buffer.from(content) : content,
  };
}

function writePart({ type, headers, body }: Part): string {
  const isText = typeof body === 'string';
  const lines = { 'Content-Type': type, ...headers, ...(isText ? {} : { 'Content-Transfer-Encoding': 'base64' }) };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}`);
  const content = isText
    ? body
    : (
        Buffer.from(body)
          .toString('base64')
          .match(/.{1,76}/g) ?? []
      ).join('\n');
  return `${head.join('\n')}\n\n${content}`;
}
