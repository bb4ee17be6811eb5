import type { SenderAuthentication } from '#lib/core/sender-authentication.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { RawMail } from '../keep/open-mail.ts';
import type { StoredMail } from '../keep/store.ts';
import type { ParsedMail } from '../parse/parsed-mail.ts';
import { decideAuthentication, nothingToCheck } from '../qualify/decide-authentication.ts';
import { readAuthentication } from '../qualify/read-authentication.ts';
import { authenticateSender } from './authenticate-sender.ts';

type Mail = Pick<ParsedMail, 'headers' | 'from'>;

/**
 * Who sent a stored mail: what was found out when it came, else found out now. A replay does not ask again, as keys are
 * changed and taken out of DNS; only where DNS did not answer is it worth another try.
 */
export async function authenticateStoredMail(
  ctx: Ctx,
  row: StoredMail,
  { raw, mail, server }: { raw: RawMail; mail: Mail; server: { trustedAuthserv: string | null } },
): Promise<SenderAuthentication> {
  const { authentication: kept } = row;
  if (kept && ![kept.spf, kept.dkim, kept.dmarc].includes('temperror')) return kept;
  const { trustedAuthserv } = server;
  return authenticateSender(ctx, { raw, mail, client: clientOf(row), trustedAuthserv });
}

/** What is known without asking anybody. */
export function keptAuthentication(row: StoredMail, mail: Mail, trusted: string | null): SenderAuthentication {
  return row.authentication ?? decideAuthentication(nothingToCheck, readAuthentication(mail, trusted));
}

/** By LMTP a mail server of the house hands over what others sent to it: nothing can be said about those. */
function clientOf({ source, clientIp, clientName, envelopeFrom }: StoredMail) {
  if (source !== 'smtp' || clientIp === null || envelopeFrom === null) return null;
  return { ip: clientIp, helo: clientName, envelopeFrom };
}
