import { z } from 'zod';
import { AppError } from '#lib/core/errors.ts';
import { isValidMailbox, normaliseAddress, parseAddress } from '#lib/mail/message/address.ts';

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

/** An optional email address, with or without a name; empty counts as none. */
export const emailField = optionalLine(320).refine(
  (value) => value === null || value === undefined || isValidMailbox(value),
  'Write one email address, such as mary@customer.example.',
);

/** An optional list of addresses as in a Cc header. */
export const addressListField = optionalLine(4000);

/** An optional link to another row. */
export const linkField = z.number().int().positive().nullish();

function emptyToNull(value: string | null | undefined): string | null | undefined {
  return value === '' ? null : value;
}

/** What mails are matched on for an address as typed; null when it holds none. */
export function normalisedOf(email: string | null | undefined): string | null {
  const parsed = parseAddress(email);
  return parsed ? normaliseAddress(parsed.address) : null;
}

/** The answer for ids that do not exist and for those the actor may not see: nobody learns which. */
export function recordNotFound(label: string, id: number): AppError {
  return new AppError('not_found', `There is no ${label} ${id}, or it belongs to a company you do not work for.`);
}
