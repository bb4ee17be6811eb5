import { AppError } from '#lib/core/errors.ts';

/** Field names are printable ASCII without a colon (RFC 5322 section 2.2); 76 characters leave room to fold. */
const HEADER_NAME = /^[!-9;-~]{1,76}$/;

/** Whether a text holds anything that could end a header line: CR, LF, NUL, or the Unicode separators some servers honour. */
export function hasLineBreak(value: string): boolean {
  return /[\r\n\0\v\f\u0085\u2028\u2029]/.test(value);
}

/**
 * Refuses a value that would start a header of its own.
 * @throws AppError `invalid` naming the field; the value itself is not repeated
 */
export function assertHeaderSafe(field: string, value: string): void {
  if (!hasLineBreak(value)) return;
  const message = `${field} contains a line break. Write it on one line.`;
  throw new AppError('invalid', message, { details: { errors: [{ path: field, message }] } });
}

/** Whether a text may be the name of a header field. */
export function isHeaderName(name: string): boolean {
  return HEADER_NAME.test(name);
}

/** A subject on one line: line breaks and other control characters become one space. */
export function cleanSubject(subject: string): string {
  return subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
