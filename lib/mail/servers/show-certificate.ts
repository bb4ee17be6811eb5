import { TLSSocket } from 'node:tls';
import type { Ctx } from '#lib/db/context.ts';
import { openConnection } from '#lib/mail/outgoing/transport/open-connection.ts';
import type { SmtpSettings } from './smtp-settings.ts';

/** A secured connection in words: protocol, whom the certificate is for, who issued it, how long it is valid. */
export function describeCertificate(socket: TLSSocket): string {
  const { subject, subjectaltname, issuer, valid_to: until } = socket.getPeerCertificate();
  const names = subjectaltname?.replaceAll('DNS:', '').replaceAll('IP Address:', '') || subject?.CN || 'nobody';
  const trust = socket.authorized
    ? 'checked'
    : `not checked (${String(socket.authorizationError ?? 'unknown issuer')})`;
  return `${socket.getProtocol()}; certificate for ${names}, issued by ${issuer?.O ?? issuer?.CN ?? 'nobody'}, valid until ${until}; ${trust}.`;
}

/**
 * The certificate of a server that was refused for it, so that people see what is wrong with it. Nothing is sent on this
 * unchecked connection, no password either.
 * @returns null when the server does not come so far a second time
 */
export async function showRefusedCertificate(ctx: Ctx, settings: SmtpSettings): Promise<string | null> {
  const encryption = settings.encryption.startsWith('starttls') ? 'starttls' : 'tls';
  const opened = await openConnection(ctx, { ...settings, encryption, login: null });
  if (!opened.ok) return null;
  const { session } = opened.connection;
  const shown = session.socket instanceof TLSSocket ? describeCertificate(session.socket) : null;
  session.close();
  return shown;
}
