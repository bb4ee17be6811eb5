import type { Encryption, IncomingServerType } from '#lib/core/enumerations.ts';

/** The SMTP port a choice of encryption proposes. */
export function usualPort(encryption: Encryption): number {
  if (encryption === 'none') return 25;
  return encryption.startsWith('starttls') ? 587 : 465;
}

/** The port a choice of encryption proposes for fetching mail. */
export function usualIncomingPort(type: IncomingServerType, encryption: Encryption): number {
  const isTls = encryption === 'tls' || encryption === 'tls_strict';
  if (type === 'pop3') return isTls ? 995 : 110;
  return isTls ? 993 : 143;
}
