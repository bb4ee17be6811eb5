import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { addMilliseconds, systemClock } from '#lib/core/clock.ts';
import { readEnv } from '#lib/core/env.ts';
import { type Ctx, systemActor } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import { checkBooks } from '#lib/mail/incoming/fetch/check-books.ts';
import { fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import { processUnprocessedMails } from '#lib/mail/incoming/process-unprocessed-mails.ts';
import { sealServerSecret } from '#lib/mail/servers/server-secret.ts';
import { openRuntime } from '#lib/process/runtime.ts';
import { ImapDouble } from '../../setup/imap-double.ts';
import { sampleMail } from '../../setup/sample-mail.ts';
import { type Arena, runEnv } from '../arena.ts';
import type { Crew, Fetcher } from './crew.ts';
import { type Evidence, gatherEvidence } from './evidence.ts';
import type { Incident, Programme } from './programme.ts';

/** A mail that was put into the mailbox once. */
export interface Delivered {
  subject: string;
  sha256: string;
  raw: Buffer;
  /** Before anybody fetched: it is none of ours. */
  wasRead: boolean;
}

/** A run in progress. */
export interface Play {
  arena: Arena;
  crew: Crew;
  databaseUrl: string;
  ctx: Ctx;
  serverId: number;
  imap: ImapDouble;
  programme: Programme;
  delivered: Delivered[];
  fetcher: Fetcher;
  /** Fetchers that ended by themselves. */
  unasked: number;
}

/** Mails of this size are streamed. */
const largeBytes = 1_300_000;

/** Plays one programme, sets everything right, and answers what there is to see. */
export async function playIncoming(arena: Arena, crew: Crew, programme: Programme): Promise<Evidence> {
  const name = `incoming_${programme.seed}_${Date.now()}`;
  const databaseUrl = await arena.openDatabase(name);
  const runtime = await openRuntime({
    name: 'faults',
    env: { ...readEnv(runEnv(databaseUrl)), logLevel: 'silent' },
    databaseUrl,
    connections: 8,
  });
  const ctx = runtime.ctxFor(systemActor);
  const imap = await ImapDouble.start();
  const { noIdle, noEsearch, noUidNext } = programme;
  imap.trouble = { noIdle, noEsearch, noUidNext };
  const serverId = await layOut(ctx, imap.port);
  const play = {
    arena,
    crew,
    databaseUrl,
    ctx,
    serverId,
    imap,
    programme,
    delivered: [],
    unasked: 0,
  } as unknown as Play;
  try {
    for (let n = 0; n < programme.read; n++) put(play, { wasRead: true });
    for (let n = 0; n < programme.unread; n++) put(play, {});
    play.fetcher = await crew.take(databaseUrl);
    for (const { incident, pauseMs } of programme.incidents) {
      await perform(play, incident);
      await pause(pauseMs);
    }
    await settle(play);
    return await gatherEvidence(play);
  } finally {
    await play.fetcher?.kill();
    await imap.stop();
    await arena.revivePostgres();
    await runtime.close();
    await arena.dropDatabase(name);
  }
}

async function layOut(ctx: Ctx, port: number): Promise<number> {
  await ctx.db.execute(sql`insert into company (name) values ('My Company')`);
  const team = await createRecord(ctx, 'sales_team', { name: 'Europe' });
  await setOwnerAlias(ctx, { ownerModel: 'sales_team', ownerId: team.id, localPart: 'sales', model: 'lead' });
  const { rows } = await ctx.db.execute<{ id: number }>(sql`
    insert into incoming_server (name, host, port, encryption, username, password_sealed, state)
    values ('Faults', '127.0.0.1', ${port}, 'none', 'faults', ${sealServerSecret(ctx, 'secret')}, 'confirmed')
    returning id`);
  return rows[0]?.id ?? 0;
}

function put({ imap, delivered, programme }: Play, { wasRead = false, large = false }): void {
  const subject = `mail ${programme.seed}-${delivered.length + 1}`;
  const from = `writer${delivered.length + 1}@customer.example`;
  const body = large ? `${'0123456789abcdef'.repeat(4)}\n`.repeat(largeBytes / 65) : undefined;
  const raw = sampleMail({ subject, from, to: 'sales@mycompany.example', ...(body ? { body } : {}) });
  imap.deliver(raw, wasRead ? { seen: true, internalDate: new Date('2020-02-02') } : {});
  delivered.push({ subject, raw, wasRead, sha256: createHash('sha256').update(raw).digest('hex') });
}

async function perform(play: Play, incident: Incident): Promise<void> {
  const { imap, delivered } = play;
  const one = 'pick' in incident ? imap.mails[incident.pick % Math.max(1, imap.mails.length)] : undefined;
  switch (incident.kind) {
    case 'deliver':
      for (let n = 0; n < incident.count; n++) put(play, { large: incident.large && n === 0 });
      return;
    case 'deliver-again': {
      const again = delivered.filter(({ wasRead }) => !wasRead);
      const mail = again[incident.pick % Math.max(1, again.length)];
      if (mail) imap.deliver(mail.raw);
      return;
    }
    case 'read-elsewhere':
      // What is read before the first fetch is none of ours.
      if (one && (await hasBegun(play))) one.seen = true;
      return;
    case 'delete-elsewhere':
      if (one) imap.expunge(one.uid);
      return;
    case 'renumber':
      return imap.renumber();
    case 'trouble':
      if (one) troubleAt(imap, one.uid, incident);
      return;
    case 'hang-up':
      return imap.hangUp();
    case 'drop-command':
      return onCommand(imap, incident.after, () => 'drop');
    case 'silent':
      imap.trouble.silent = true;
      await pause(incident.ms);
      imap.trouble.silent = false;
      // Whoever waits for an answer that was swallowed waits until it gives up: time passes.
      return imap.hangUp();
    case 'no-select':
      imap.trouble.noSelect = true;
      await pause(100 * incident.times);
      imap.trouble.noSelect = false;
      return;
    case 'kill':
      return killAt(play, incident.after);
    case 'freeze':
      return freeze(play, incident.ms);
    case 'kill-postgres':
      await play.arena.killPostgres();
      await pause(50);
      return play.arena.revivePostgres();
  }
}

function troubleAt(imap: ImapDouble, uid: number, { trouble, times }: Incident & { kind: 'trouble' }): void {
  let left = times;
  imap.trouble.onFetch = (asked) => (asked === uid && left-- > 0 ? trouble : undefined);
}

function onCommand(imap: ImapDouble, after: number, then: () => 'drop' | undefined): void {
  let left = after;
  imap.trouble.onCommand = () => {
    if (left-- !== 0) return undefined;
    return then();
  };
}

async function hasBegun({ ctx }: Play): Promise<boolean> {
  const { rows } = await ctx.db.execute(sql`select 1 from mailbox_folder limit 1`).catch(() => ({ rows: [] }));
  return rows.length > 0;
}

/** kill -9 at a command of the dialogue; another fetcher takes over once the leases have run out. */
async function killAt(play: Play, after: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, 500);
    onCommand(play.imap, after, () => {
      clearTimeout(timer);
      resolve();
      return undefined;
    });
  });
  await replace(play);
}

async function replace(play: Play): Promise<void> {
  if (play.fetcher.hasEnded()) play.unasked += 1;
  await play.fetcher.kill();
  await endLeases(play);
  play.fetcher = await play.crew.take(play.databaseUrl);
}

/** A fetcher that stands still so long that another one takes over, and then goes on where it was. */
async function freeze(play: Play, ms: number): Promise<void> {
  const frozen = play.fetcher;
  frozen.freeze();
  await endLeases(play);
  play.fetcher = await play.crew.take(play.databaseUrl);
  await pause(ms);
  frozen.thaw();
  await pause(ms);
  if (frozen.hasEnded()) play.unasked += 1;
  await frozen.kill();
}

async function endLeases({ ctx }: Play): Promise<void> {
  const ended = sql`update incoming_server set lease_until = null, lease_owner = null, watch_until = null, watch_owner = null`;
  await insist(() => ctx.db.execute(ended));
}

/** PostgreSQL was killed a moment ago: connections of the pool may still have to find out. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 20) throw error;
      await pause(250);
    }
  }
}

/** Sets everything right, and fetches what is left, here and undisturbed. */
async function settle(play: Play): Promise<void> {
  const { ctx, serverId: id, imap, programme } = play;
  if (play.fetcher.hasEnded()) play.unasked += 1;
  await play.fetcher.kill();
  imap.trouble = { noIdle: programme.noIdle, noEsearch: programme.noEsearch, noUidNext: programme.noUidNext };
  await endLeases(play);
  const later = { ...ctx, now: () => addMilliseconds(systemClock(), 60_000) };
  for (let run = 0; run < 5; run++) {
    const { status } = await insist(() => fetchIncomingServer(ctx, { id }));
    if (status === 'done') break;
  }
  await insist(() => processUnprocessedMails(later));
  await insist(() => checkBooks(ctx, id));
}
