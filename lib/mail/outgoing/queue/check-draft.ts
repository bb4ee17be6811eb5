import { AppError, invalidField } from '#lib/core/errors.ts';
import { isValidAddress, parseAddress } from '#lib/mail/message/address.ts';
import { assertHeaderSafe, isHeaderName } from '#lib/mail/message/headers.ts';
import type { DraftRecipient, EmailDraft } from '#lib/mail/outgoing/queue/email-draft.ts';

/** Headers that follow from fields of the mail; naming them a second time would make two of them. */
const OWN_HEADERS =
  /^(from|sender|to|cc|bcc|subject|date|message-id|references|reply-to|return-path|mime-version|content-.*|x-perfectwork-message-id)$/i;
/** RFC 5322 section 2.1.1 counts lines; a folded subject beyond this is nothing but an attack or an accident. */
const MAX_SUBJECT_LENGTH = 2000;

/** A recipient as it will be kept: `address` null where mail cannot be sent to what was written. */
export interface CheckedRecipient {
  recipient: DraftRecipient;
  /** As shown and kept. */
  email: string;
  name: string;
  usable: boolean;
  reason: string | null;
}

/**
 * Refuses anything that would start a header of its own.
 * @throws AppError `invalid` naming the field
 */
export function assertDraftSafe(draft: EmailDraft): void {
  const fields: [string, string | null | undefined][] = [
    ['subject', draft.subject],
    ['from', draft.from],
    ['to', draft.to],
    ['cc', draft.cc],
    ['replyTo', draft.replyTo],
    ['messageId', draft.messageId],
    ['references', draft.references],
  ];
  for (const [field, value] of fields) if (value) assertHeaderSafe(field, value);
  if (draft.subject.length > MAX_SUBJECT_LENGTH) {
    throw invalidField('subject', `The subject is longer than ${MAX_SUBJECT_LENGTH} characters. Shorten it.`);
  }
  for (const [name, value] of Object.entries(draft.headers ?? {})) assertExtraHeader(name, value);
  draft.recipients.forEach(assertRecipientSafe);
}

function assertExtraHeader(name: string, value: string): void {
  if (!isHeaderName(name)) throw new AppError('invalid', 'A header name holds a character that is not allowed in one.');
  if (OWN_HEADERS.test(name)) {
    throw invalidField(`headers.${name}`, `${name} follows from the mail's own fields. Set it there.`);
  }
  assertHeaderSafe(`headers.${name}`, value);
}

function assertRecipientSafe(recipient: DraftRecipient, index: number): void {
  assertHeaderSafe(`recipients.${index}.email`, recipient.email);
  if (recipient.name) assertHeaderSafe(`recipients.${index}.name`, recipient.name);
  if (recipient.headerTo) assertHeaderSafe(`recipients.${index}.headerTo`, recipient.headerTo);
}

/** Whether SMTP can carry mail to a recipient: one that it cannot fails alone, the others go on. */
export function checkRecipient(recipient: DraftRecipient): CheckedRecipient {
  const written = recipient.email.trim();
  const parsed = isValidAddress(written) ? { name: '', address: written } : parseAddress(written);
  const address = parsed?.address ?? written;
  const name = recipient.name?.trim() || parsed?.name || '';
  const usable = parsed !== null && isValidAddress(address);
  return { recipient, email: address, name, usable, reason: usable ? null : explain(written) };
}

function explain(written: string): string {
  if (written === '') return 'This recipient has no email address. Add one, then retry.';
  return `"${written.slice(0, 200)}" is not a valid email address. Correct it, then retry.`;
}
