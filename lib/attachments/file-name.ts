/** Long enough for any honest name, short enough for every file system (255 bytes) in most scripts. */
const maxLength = 120;

/**
 * A file name that is safe to show, to store on any system and to put into a header: no path, no control or direction
 * characters, no leading dots. Its ending survives shortening.
 */
export function safeFileName(name: string | null | undefined): string {
  const base = (name ?? '').slice(-1000).split(/[\\/]/).at(-1) ?? '';
  const clean = base.replace(/[\p{Cc}\p{Cf}\u2028\u2029<>:"|?*]+/gu, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  if (!clean) return 'attachment';
  if (clean.length <= maxLength) return clean;
  const ending = /\.[^.\s]{1,10}$/.exec(clean)?.[0] ?? '';
  return clean.slice(0, maxLength - ending.length) + ending;
}

/** A media type as `type/subtype`; anything else counts as unknown bytes. */
export function safeContentType(contentType: string | null | undefined): string {
  const essence = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return /^[a-z0-9!#$&^_.+-]{1,80}\/[a-z0-9!#$&^_.+-]{1,120}$/.test(essence) ? essence : 'application/octet-stream';
}
