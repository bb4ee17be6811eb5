import type { Env } from '#lib/core/env.ts';
import { AppError } from '#lib/core/errors.ts';
import type { SmtpSettings } from '#lib/mail/servers/smtp-settings.ts';

/** The id under which deliveries and breakers speak of the default server. */
export const defaultServerId = 0;

/** What sends while there is no own server. */
export type DefaultServer = { kind: 'smtp'; settings: SmtpSettings } | { kind: 'sandbox' } | null;

/**
 * The operator's server (DEFAULT_SMTP_URL), else the sandbox, else none. Once an own server has sent, the sandbox is no
 * fall-back any more: real mail would vanish in it.
 * @throws AppError `invalid` when DEFAULT_SMTP_URL is not usable
 */
export function chooseDefaultServer(
  env: Pick<Env, 'defaultSmtpUrl' | 'sandboxSmtpPort'>,
  ownServerUsed: boolean,
): DefaultServer {
  if (env.defaultSmtpUrl) return { kind: 'smtp', settings: readSmtpUrl(env.defaultSmtpUrl) };
  return env.sandboxSmtpPort !== 0 && !ownServerUsed ? { kind: 'sandbox' } : null;
}

/**
 * `smtp://user:password@host:587?tls=starttls_strict`. Without `tls`: `smtps` is strict implicit TLS, `smtp` takes
 * STARTTLS with a checked certificate when it signs in, and none towards a relay that asks for no sign-in.
 */
function readSmtpUrl(text: string): SmtpSettings {
  const url = parse(text);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  const asked = url.searchParams.get('tls');
  const usual = secure ? 'tls_strict' : user ? 'starttls_strict' : 'none';
  const encryption = (['none', 'starttls', 'starttls_strict', 'tls', 'tls_strict'] as const).find((e) => e === asked);
  return {
    serverId: defaultServerId,
    name: 'Default server',
    host: url.hostname,
    port: Number(url.port) || (secure ? 465 : user ? 587 : 25),
    encryption: encryption ?? usual,
    login: user ? { user, password: decodeURIComponent(url.password) } : null,
    concurrency: Number(url.searchParams.get('concurrency')) || 5,
    maxMessageBytes: null,
    debugLog: false,
  };
}

function parse(text: string): URL {
  try {
    const url = new URL(text);
    if (url.hostname) return url;
  } catch {
    // Falls through: said below, without repeating the password in it.
  }
  throw new AppError('invalid', 'DEFAULT_SMTP_URL is not usable. Write it like smtp://user:password@host:587.');
}
