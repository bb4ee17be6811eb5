import type { Encryption } from '#lib/core/enumerations.ts';

/** The choices of encryption, safest first. */
export const encryptionOptions: { value: Encryption; label: string }[] = [
  { value: 'starttls_strict', label: 'STARTTLS, certificate checked' },
  { value: 'tls_strict', label: 'TLS, certificate checked' },
  { value: 'starttls', label: 'STARTTLS, any certificate' },
  { value: 'tls', label: 'TLS, any certificate' },
  { value: 'none', label: 'None' },
];

/** Short, for lists. */
export const encryptionWords: Record<Encryption, string> = {
  starttls_strict: 'STARTTLS',
  tls_strict: 'TLS',
  starttls: 'STARTTLS, unchecked',
  tls: 'TLS, unchecked',
  none: 'None',
};
