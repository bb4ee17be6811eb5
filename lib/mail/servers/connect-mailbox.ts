import type { ImapFlow } from 'imapflow';
import type { Ctx } from '#lib/db/context.ts';
import { explainImapError } from './explain-imap-error.ts';
import { AccountUnusable } from './mailbox-credentials.ts';
import { type MailboxSettings, mailboxClient } from './open-mailbox.ts';

export interface ConnectOptions {
  /** Milliseconds of silence after which the server counts as stuck. */
  timeoutMs?: number;
  /** Told each client before it connects, so that it can be cut off or looked at. */
  onClient?: (client: ImapFlow) => void;
}

/**
 * Signs in to an IMAP mailbox. A token of a connected account that the server does not take although it should still be
 * valid is renewed once. The caller closes the client.
 * @throws ImapFlow's errors; AccountUnusable where the connected account is refused
 */
export async function connectMailbox(
  ctx: Ctx,
  server: MailboxSettings,
  { timeoutMs, onClient }: ConnectOptions = {},
): Promise<ImapFlow> {
  const connect = async (refused?: string) => {
    const client = await mailboxClient(ctx, server, timeoutMs, refused);
    onClient?.(client);
    try {
      await client.connect();
      return client;
    } catch (error) {
      client.close();
      throw server.authentication === 'oauth2' ? accountError(client, error) : error;
    }
  };
  try {
    return await connect();
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    return connect(error.token);
  }
}

/** The server did not take this token. */
class TokenRefused extends AccountUnusable {
  readonly token: string;

  constructor(token: string, reply: string, cause: unknown) {
    super('The server did not accept the connected account.', reply, cause);
    this.token = token;
  }
}

function accountError(client: ImapFlow, error: unknown): unknown {
  const { auth } = client.options;
  if ((error as { authenticationFailed?: boolean }).authenticationFailed) {
    return new TokenRefused(auth?.accessToken ?? '', explainImapError(error).reply, error);
  }
  const isOffered = ['AUTH=XOAUTH2', 'AUTH=OAUTHBEARER', 'AUTH=XOAUTH'].some((name) => client.capabilities.has(name));
  // ImapFlow asks for it all the same, and stumbles.
  if (client.capabilities.size === 0 || isOffered) return error;
  return new AccountUnusable(
    'The server takes no connected accounts (XOAUTH2). Choose user name and password.',
    '',
    error,
  );
}
