import { z } from 'zod';

/** Control characters have no place in one line of text; line breaks in a name could end a mail header. */
const oneLine = /^[^\p{Cc}\u2028\u2029]*$/u;

/** A name people see: 1-200 characters on one line. Kept as text, whatever it holds. */
export const nameField = z
  .string()
  .trim()
  .min(1, 'Write a name.')
  .max(200, 'Keep the name below 200 characters.')
  .regex(oneLine, 'Write the name on one line.');

/** An optional text on one line; empty counts as none. */
export function optionalLine(max: number) {
  return z
    .string()
    .trim()
    .max(max, `Keep this below ${max} characters.`)
    .regex(oneLine, 'Write this on one line.')
    .nullish()
    .transform(emptyToNull);
}

/** An optional text of several lines; empty counts as none. */
export function optionalText(max: number) {
  return z.string().trim().max(max, `Keep this below ${max} characters.`).nullish().transform(emptyToNull);
}

/** Forms check as much as this without the server, which checks the rest: see `assertMailbox`. */
const looksLikeMailbox = /^([^<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

/** An optional email address, with or without a name; empty counts as none. */
export const emailField = optionalLine(320).refine(
  (value) => value === null || value === undefined || looksLikeMailbox.test(value),
  'Write one email address, such as mary@customer.example.',
);

/** An optional list of addresses as in a Cc header. */
export const addressListField = optionalLine(4000);

/** An optional day, `YYYY-MM-DD`; empty counts as none. */
export const dateField = optionalLine(10).refine(
  (value) => value === null || value === undefined || isDay(value),
  'Write a date such as 2026-05-31.',
);

/** An optional link to another row. */
export const linkField = z.number().int().positive().nullish();

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function emptyToNull(value: string | null | undefined): string | null | undefined {
  return value === '' ? null : value;
}
