import { AppError, messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { Pop3Client } from '#lib/mail/servers/pop3/pop3-client.ts';
import { isTemporaryReply, Pop3Error } from '#lib/mail/servers/pop3/pop3-error.ts';
import { keepMail } from '../../keep/keep-mail.ts';
import { processIncomingMail } from '../../receive.ts';
import type { FetchCounts } from '../fetch-counts.ts';
import type { FetchableServer } from '../store.ts';
import type { KnownMail, NamedMail, Refusal } from './plan-fetch.ts';
import { refuseMail, resolveRefusal } from './refuse-mail.ts';
import { noteStored } from './store.ts';

interface Wanted {
  mail: NamedMail;
  known: KnownMail;
}

/**
 * Fetches one mail, commits it together with its line in the books, and processes it.
 * @returns whether it may be deleted in the mailbox
 */
export async function takeMail(
  ctx: Ctx,
  client: Pop3Client,
  server: FetchableServer,
  wanted: Wanted,
  counts: FetchCounts,
): Promise<boolean> {
  try {
    const kept = await keep(ctx, client, server, wanted);
    const { outcome } = await processIncomingMail(ctx, kept.id);
    if (kept.isKnown) return true;
    counts.fetched += 1;
    counts[outcome === 'failed' ? 'failed' : 'succeeded'] += 1;
    return true;
  } catch (error) {
    const refusal = refusalOf(error, client);
    if (!refusal) throw error;
    ctx.log.warn({ err: error, serverId: server.id, uidl: wanted.mail.uidl }, 'a mail could not be fetched');
    await refuseMail(ctx, server, { ...wanted, refusal, words: wordsOf(error) });
    counts.fetched += 1;
    counts.failed += 1;
    return false;
  }
}

async function keep(ctx: Ctx, client: Pop3Client, server: FetchableServer, { mail, known }: Wanted) {
  const { incomingMailId: id, sha256 } = known;
  return keepMail(
    ctx,
    { raw: client.retrieve(mail.number), source: 'pop3', incomingServerId: server.id, sourceKey: mail.uidl },
    {
      known: id !== null && sha256 !== null ? { id, sha256 } : null,
      alongside: async (tx, kept) => {
        const stored = { incomingMailId: kept.id, sha256: kept.sha256, size: mail.size };
        await noteStored(tx.db, known.id, stored, tx.now());
        if (known.disposition === 'refused') await resolveRefusal(tx, server.id, mail.uidl);
      },
    },
  );
}

/** Whether it is this mail that is wrong, and not the connection or our own database; null: it is not. */
function refusalOf(error: unknown, client: Pop3Client): Refusal | null {
  if (error instanceof AppError && error.code === 'too_large') return 'unreadable';
  if (!client.usable) return null;
  if (error instanceof AppError && error.code === 'malformed') return 'unreadable';
  const isRefused = error instanceof Pop3Error && error.reply.startsWith('-ERR') && !isTemporaryReply(error.reply);
  return isRefused ? 'unreadable' : null;
}

function wordsOf(error: unknown): string {
  const reply = error instanceof Pop3Error ? ` It said: ${error.reply}` : '';
  return `${messageOf(error)}${reply} Look at it there.`;
}
