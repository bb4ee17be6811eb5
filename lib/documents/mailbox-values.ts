import { invalidField } from '#lib/core/errors.ts';
import { isValidMailbox, normaliseAddress, parseAddress } from '#lib/mail/message/address.ts';

/** What mails are matched on for an address as typed; null when it holds none. */
export function normalisedOf(email: string | null | undefined): string | null {
  const parsed = parseAddress(email);
  return parsed ? normaliseAddress(parsed.address) : null;
}

/** @throws AppError `invalid` on the field unless the value is empty or exactly one mailbox (RFC 5322 section 3.4) */
export function assertMailbox(path: string, email: string | null | undefined): void {
  if (!email || isValidMailbox(email)) return;
  throw invalidField(path, `"${email}" is not an email address. Write one such as mary@customer.example.`);
}
