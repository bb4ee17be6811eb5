import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isValueRefused } from '#lib/db/postgres-errors.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { openPop3Mailbox } from '#lib/mail/servers/pop3/open-pop3.ts';
import type { Pop3Client } from '#lib/mail/servers/pop3/pop3-client.ts';
import { Pop3Error } from '#lib/mail/servers/pop3/pop3-error.ts';
import type { FetchCounts } from '../fetch-counts.ts';
import type { FetchRun } from '../fetch-run.ts';
import { logOwnFailure } from '../own-failure.ts';
import type { FetchableServer } from '../store.ts';
import { type NamedMail, nameMails, type Plan, planFetch } from './plan-fetch.ts';
import { refuseMail, resolveRefusal } from './refuse-mail.ts';
import { forgetMails, insertMails, noteListed, selectKnownMails } from './store.ts';
import { takeMail } from './take-mail.ts';

/** Mails of one session: deletions count at its end only, and a session that breaks off has them all again. */
const batch = 200;
/** After a failure a short session, so that it comes to its end where longer ones do not. */
const carefulBatch = 20;
const timeoutMs = 30_000;

/**
 * Takes what is new in a POP3 mailbox. Each raw mail is committed before its deletion is asked for; what a lost connection
 * leaves undeleted is recognised by its UIDL and its bytes, and deleted then.
 * @throws AppError `unavailable` with what the server said
 */
export async function fetchPop3(ctx: Ctx, server: FetchableServer, run: FetchRun): Promise<FetchCounts> {
  let client: Pop3Client | null = null;
  try {
    run.signal.throwIfAborted();
    client = await openPop3Mailbox(ctx, server, { timeoutMs, signal: run.signal });
    return await fetchMails(ctx, client, server, run);
  } catch (error) {
    if (!(error instanceof Pop3Error)) throw error;
    const words = error.reply ? `${error.message} It said: ${error.reply}` : error.message;
    throw new AppError('unavailable', words, { cause: error });
  } finally {
    client?.close();
  }
}

async function fetchMails(
  ctx: Ctx,
  client: Pop3Client,
  server: FetchableServer,
  { mayGoOn, tell }: FetchRun,
): Promise<FetchCounts> {
  const plan = await readBooks(ctx, server, nameMails(await client.listing()));
  for (const { mail, known, refusal } of plan.refuse) await refuseMail(ctx, server, { mail, known, refusal });
  const counts: FetchCounts = { fetched: 0, succeeded: 0, failed: plan.refuse.length, remaining: 0 };
  counts.fetched = counts.failed;
  const size = server.failureCount > 0 ? carefulBatch : batch;
  const deleted: number[] = [];
  const unstorable: unknown[] = [];
  for (const [index, one] of plan.take.entries()) {
    if (index >= size || !client.usable || !(await mayGoOn())) {
      counts.remaining = plan.take.length - index;
      break;
    }
    await tell();
    const isStored = await takeMail(ctx, client, server, one, counts).catch((error) => {
      if (!isValueRefused(error)) throw error;
      unstorable.push(error);
      return false;
    });
    if (!isStored || server.leaveOnServer) continue;
    await client.remove(one.mail.number);
    deleted.push(one.known.id);
  }
  if (client.usable) await endSession(ctx, client, server, deleted);
  noteUnstorable(ctx, server, unstorable, counts);
  return counts;
}

/**
 * Mails that the database would not have stay in the mailbox and are fetched again with the next fetch.
 * @throws what it said where it took none: then the fault is our own
 */
function noteUnstorable(ctx: Ctx, server: FetchableServer, causes: unknown[], counts: FetchCounts): void {
  const [first] = causes;
  if (first !== undefined && counts.fetched === counts.failed) throw first;
  for (const cause of causes) logOwnFailure(ctx, server.id, cause);
  counts.fetched += causes.length;
  counts.failed += causes.length;
}

/** Brings the books up to the mailbox as it is listed now, and decides what to do with each mail. */
async function readBooks(ctx: Ctx, server: FetchableServer, mails: NamedMail[]): Promise<Plan> {
  const known = await inTransaction(ctx, async (tx) => {
    const before = await selectKnownMails(tx.db, server.id);
    const listed = new Set(mails.map(({ uidl }) => uidl));
    const added = mails.filter(({ uidl }) => !before.has(uidl));
    const gone = [...before.values()].filter(({ uidl }) => !listed.has(uidl));
    await noteListed(tx.db, server.id, added.length, tx.now());
    await insertMails(tx.db, server.id, added);
    await forgetMails(
      tx.db,
      server.id,
      gone.map(({ id }) => id),
      tx.now(),
    );
    for (const { uidl, disposition } of gone) {
      if (disposition === 'refused') await resolveRefusal(tx, server.id, uidl);
    }
    return selectKnownMails(tx.db, server.id);
  });
  const maxBytes = ctx.env.mailInMaxMb * 1_048_576;
  return planFetch(mails, known, { leaveOnServer: server.leaveOnServer, maxBytes });
}

/** Mails are deleted when the server says so; those it keeps nevertheless come again and are looked at again. */
async function endSession(ctx: Ctx, client: Pop3Client, server: FetchableServer, deleted: number[]): Promise<void> {
  const reply = await client.quit();
  if (reply.startsWith('+OK')) return forgetMails(ctx.db, server.id, deleted, ctx.now());
  ctx.log.warn({ serverId: server.id, reply }, 'a mailbox did not delete all that was fetched');
}
