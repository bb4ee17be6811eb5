import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { incomingHint } from '../incoming-hints.ts';
import type { MailboxSettings } from '../open-mailbox.ts';
import type { IncomingTestStep } from '../probe-imap.ts';
import { openPop3 } from './open-pop3.ts';
import type { Pop3Client } from './pop3-client.ts';
import { Pop3Error } from './pop3-error.ts';

const timeoutMs = 15_000;

/** Walks through all the steps of a POP3 session up to the list of mails. Changes nothing in the mailbox. */
export async function* probePop3(
  ctx: Ctx,
  server: MailboxSettings & { leaveOnServer: boolean },
): AsyncGenerator<IncomingTestStep> {
  let client: Pop3Client | null = null;
  try {
    const steps = openPop3(ctx, server, { timeoutMs });
    for (let next = await steps.next(); ; next = await steps.next()) {
      if (next.done) {
        client = next.value;
        break;
      }
      yield { ...next.value, ok: true, hint: null };
      if (next.value.step === 'capa' && server.encryption === 'none') yield notEncrypted;
    }
    yield await listed(client, server.leaveOnServer);
    await client.quit();
  } catch (error) {
    yield failed(error, server);
  } finally {
    client?.close();
  }
}

const notEncrypted: IncomingTestStep = {
  step: 'tls',
  ok: true,
  reply: 'not encrypted',
  hint: 'The password travels unencrypted. Choose an encryption unless the server is on this host.',
};

/** What the first fetch will find. */
async function listed(client: Pop3Client, leaveOnServer: boolean): Promise<IncomingTestStep> {
  const mails = await client.listing();
  const then = leaveOnServer ? 'stay there' : 'are deleted there once they are stored here';
  const bytes = mails.reduce((sum, { size }) => sum + size, 0);
  const reply = `${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}, ${(bytes / 1_000_000).toFixed(1)} MB`;
  return { step: 'list', ok: true, reply: `${reply}. Fetched mails ${then}.`, hint: null };
}

function failed(error: unknown, server: MailboxSettings): IncomingTestStep {
  const { stage, reply, reason } =
    error instanceof Pop3Error
      ? { stage: error.stage, reply: error.reply, reason: error.message }
      : { stage: 'list' as const, reply: '', reason: messageOf(error) };
  const explained = { stage, reason, reply, protocol: 'pop3' as const, authentication: server.authentication };
  const hint = [reason, incomingHint(explained, server.host ?? '')].filter(Boolean).join(' ');
  return { step: stage === 'fetch' ? 'list' : stage, ok: false, reply: reply || reason, hint };
}
