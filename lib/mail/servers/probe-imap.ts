import type { ImapFlow } from 'imapflow';
import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { openSocket } from '#lib/mail/outgoing/transport/open-socket.ts';
import { resolveAllowedHost } from './check-egress.ts';
import { connectMailbox } from './connect-mailbox.ts';
import { type ExplainedError, explainImapError } from './explain-imap-error.ts';
import { incomingHint } from './incoming-hints.ts';
import type { MailboxSettings } from './open-mailbox.ts';

/** One step of *Test & Confirm*. */
export interface IncomingTestStep {
  step: 'dns' | 'tcp' | 'tls' | 'greeting' | 'capa' | 'login' | 'folder' | 'list';
  ok: boolean;
  /** The server's words, or what was found. */
  reply: string;
  /** What to do; null where all is well. */
  hint: string | null;
}

const timeoutMs = 15_000;

/** Walks through DNS, TCP, TLS, login and folder, and stops at the first step that fails. Changes nothing in the mailbox. */
export async function* probeImap(
  ctx: Ctx,
  server: MailboxSettings & { folder: string },
): AsyncGenerator<IncomingTestStep> {
  const host = server.host ?? '';
  try {
    const addresses = await resolveAllowedHost(ctx, host);
    yield { step: 'dns', ok: true, reply: addresses.map((one) => one.address).join(', '), hint: null };
    const socket = await openSocket(addresses, server.port ?? 0, timeoutMs);
    socket.destroy();
    yield { step: 'tcp', ok: true, reply: `connected to port ${server.port}`, hint: null };
  } catch (error) {
    yield failed(explainImapError(error), server);
    return;
  }
  yield* signIn(ctx, server);
}

async function* signIn(ctx: Ctx, server: MailboxSettings & { folder: string }): AsyncGenerator<IncomingTestStep> {
  let client: ImapFlow | null = null;
  try {
    client = await connectMailbox(ctx, server, {
      timeoutMs,
      onClient: (made) => {
        client = made;
      },
    });
    yield encryptionStep(client.tls ? `${client.tls.version ?? 'TLS'}` : '');
    yield { step: 'login', ok: true, reply: client.greeting ?? '', hint: null };
    const mailbox = await client.mailboxOpen(server.folder, { readOnly: true });
    yield { step: 'folder', ok: true, reply: `${server.folder}: ${mailbox.exists} mails`, hint: null };
  } catch (error) {
    const explained = explainImapError(error);
    const tried = client as ImapFlow | null;
    if (explained.stage === 'login' && tried) yield encryptionStep(tried.tls ? `${tried.tls.version ?? 'TLS'}` : '');
    yield failed(explained, server, messageOf(error));
  } finally {
    client?.close();
  }
}

function encryptionStep(version: string): IncomingTestStep {
  const hint = version
    ? null
    : 'The password travels unencrypted. Choose an encryption unless the server is on this host.';
  return { step: 'tls', ok: true, reply: version || 'not encrypted', hint };
}

function failed(explained: ExplainedError, server: MailboxSettings, words = ''): IncomingTestStep {
  const { stage, reason, reply } = explained;
  const step = stage === 'fetch' ? 'folder' : stage;
  const unopened = { ...explained, protocol: 'imap' as const, authentication: server.authentication };
  const hint = [reason, incomingHint(unopened, server.host ?? '')].filter(Boolean).join(' ');
  return { step, ok: false, reply: reply || words, hint };
}
