import type { Encryption } from '#lib/core/enumerations.ts';

/** The SMTP port a choice of encryption proposes. */
export function usualPort(encryption: Encryption): number {
  if (encryption === 'none') return 25;
  return encryption.startsWith('starttls') ? 587 : 465;
}

/** The IMAP port a choice of encryption proposes. */
export function usualImapPort(encryption: Encryption): number {
  return encryption === 'tls' || encryption === 'tls_strict' ? 993 : 143;
}
