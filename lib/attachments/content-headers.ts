/** Pictures a browser may show in place; an SVG can carry scripts. */
const shownInPlace = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/**
 * Headers under which a stored file is handed out: never run, never guessed at, and saved under its own name unless it is
 * a harmless picture (RFC 6266, RFC 8187).
 */
export function contentHeaders(file: { name: string; contentType: string; size: number }): Record<string, string> {
  const isPicture = shownInPlace.includes(file.contentType);
  return {
    'content-type': isPicture ? file.contentType : 'application/octet-stream',
    'content-length': String(file.size),
    'content-disposition': `${isPicture ? 'inline' : 'attachment'}; ${fileNameParameters(file.name)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=3600',
  };
}

function fileNameParameters(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** The file name of a Content-Disposition header, whichever spelling it uses; null when it holds none. */
export function fileNameIn(header: string | null): string | null {
  if (!header) return null;
  const encoded = /(?:^|;)\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header)?.[1];
  if (encoded) return decoded(encoded);
  const quoted = /(?:^|;)\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(header)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1') || null;
  return /(?:^|;)\s*filename\s*=\s*([^;\s"]+)/i.exec(header)?.[1] ?? null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
