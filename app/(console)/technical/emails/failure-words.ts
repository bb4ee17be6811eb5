import type { FailureType } from '#lib/core/enumerations.ts';

/** The closed list of failures, in the words of whoever has to mend them. */
export const failureWords: Record<FailureType, string> = {
  unknown: 'Unknown result',
  mail_email_invalid: 'Invalid address',
  mail_email_missing: 'No address',
  mail_from_invalid: 'Invalid From',
  mail_from_missing: 'No From',
  mail_smtp: 'Server could not be used',
  mail_bounce: 'Came back',
  mail_bl: 'Blacklisted address',
  mail_optout: 'Opted out',
  mail_dup: 'Duplicate',
  daily_limit: 'Over the daily limit',
  too_large: 'Too large',
  rejected: 'Refused by the server',
  deferred_too_long: 'Put off too long',
  template_error: 'Template does not render',
};

/** Options of a filter. */
export const failureOptions = Object.entries(failureWords).map(([value, label]) => ({ value, label }));
