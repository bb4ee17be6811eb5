import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PgBoss } from 'pg-boss';
import { inTransaction } from '#lib/db/transaction.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { saveOutgoingServer } from '#lib/mail/servers/save-outgoing-server.ts';
import type { BenchDatabase } from './bench-database.ts';
import { drainMail, fillQueue } from './drain-mails.ts';
import { milliseconds, percentile, printTable, type Row, ratio } from './figures.ts';
import { startSmtpSink } from './smtp-sink.ts';
import { startWorkerProcess } from './worker-process.ts';

const mails = 10_000;
const connections = 20;
const rounds = 3;
const warmUp = 2000;
const queuedBefore = 1_000_000;
/** Deliveries of each mailing among them. */
const copies = 5000;
const trickle = 40;
const trickleEveryMs = 250;
const longestDrainMs = 300_000;

interface Drain {
  perSecond: number;
  /** Of all worker processes together, in bytes. */
  memory: number;
}

/**
 * Mails a second from commit to the recorded verdict, with the intent of each committed before its final dot, beside a
 * bare nodemailer pool without a database and pg-boss with nodemailer without a ledger: in turns, the same mails.
 */
export async function benchDrain(bench: BenchDatabase): Promise<void> {
  const sink = await startSmtpSink();
  if (!sink) {
    process.stdout.write('\nThe drain is not measured: smtp-sink is not installed (package postfix).\n');
    return;
  }
  try {
    const server = { name: 'Sink', host: '127.0.0.1', port: sink.port, encryption: 'none' as const };
    await saveOutgoingServer(bench.ctx, { ...server, concurrency: connections });
    const empty = await measure(bench, sink.port);
    await fillLongQueue(bench);
    const full = await measureWorkers(bench);
    report(empty, full);
    await measureDirect(bench);
  } finally {
    sink.stop();
  }
}

type Figures = Record<'bare' | 'jobs' | 'one' | 'two', Drain[]>;

async function measure(bench: BenchDatabase, port: number): Promise<Figures> {
  const figures: Figures = { bare: [], jobs: [], one: [], two: [] };
  for (let round = 0; round < rounds; round++) {
    figures.bare.push(await runPeer(['bare', port]));
    figures.one.push(await drain(bench, 1));
    figures.two.push(await drain(bench, 2));
    figures.jobs.push(await runJobs(bench, port));
  }
  return figures;
}

async function measureWorkers(bench: BenchDatabase): Promise<Pick<Figures, 'one' | 'two'>> {
  const figures: Pick<Figures, 'one' | 'two'> = { one: [], two: [] };
  for (let round = 0; round < rounds; round++) {
    figures.one.push(await drain(bench, 1));
    figures.two.push(await drain(bench, 2));
  }
  return figures;
}

async function runPeer([kind, port]: [string, number], databaseUrl = ''): Promise<Drain> {
  const peer = ['tests/bench/drain-peer.ts', kind, String(port), String(connections), String(mails), databaseUrl];
  const { stdout } = await promisify(execFile)(process.execPath, peer);
  return { perSecond: (mails * 1000) / Number(stdout), memory: Number.NaN };
}

async function runJobs({ databaseUrl }: BenchDatabase, port: number): Promise<Drain> {
  const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue('bench-peer');
  await boss.insert(
    'bench-peer',
    Array.from({ length: mails }, (_, n) => ({ data: { n } })),
  );
  const figures = await runPeer(['jobs', port], databaseUrl);
  await boss.deleteQueue('bench-peer');
  await boss.stop({ graceful: false });
  return figures;
}

/** Workers that run already get so many mails at once; ends when the verdict of the last is written. */
async function drain(bench: BenchDatabase, count: number): Promise<Drain> {
  const workers = await Promise.all(Array.from({ length: count }, () => startWorkerProcess(bench)));
  try {
    await fillQueue(bench, { count: warmUp, lane: 0 });
    await untilSent(bench);
    const before = await countSent(bench);
    await fillQueue(bench, { count: mails, lane: 0 });
    const since = performance.now();
    await untilSent(bench);
    const seconds = (performance.now() - since) / 1000;
    const perSecond = ((await countSent(bench)) - before) / seconds;
    const memory = await Promise.all(workers.map((worker) => worker.peakMemory()));
    return { perSecond, memory: memory.reduce((sum, bytes) => sum + bytes, 0) };
  } finally {
    for (const worker of workers) await worker.stop();
    await clear(bench);
  }
}

/** Polls seldom, so that the watching costs nothing. */
async function untilSent({ sql }: BenchDatabase): Promise<void> {
  const waits = `select exists (select from delivery where state in ('queued', 'deferred') and lane = 0
    and next_attempt_at <= now() + interval '1 hour') or exists (select from delivery where state = 'sending' and lane = 0) as waits`;
  const deadline = Date.now() + longestDrainMs;
  while ((await sql.query(waits)).rows[0].waits) {
    if (Date.now() > deadline) throw new Error('the queue did not empty within five minutes');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Mailings that leave meanwhile count too. */
async function countSent({ sql }: BenchDatabase): Promise<number> {
  return Number((await sql.query("select count(*) from delivery where state = 'sent'")).rows[0].count);
}

async function clear({ sql }: BenchDatabase): Promise<void> {
  await sql.query('delete from pgboss.job');
  await sql.query("delete from email where lane = 0 and state <> 'outgoing'");
  await sql.query('vacuum analyze email');
  await sql.query('vacuum analyze delivery');
}

/** Half of it due tomorrow, half due now: mailings, which are sent beside the chatter and counted with it. */
async function fillLongQueue(bench: BenchDatabase): Promise<void> {
  const half = { count: queuedBefore / 2 / copies, copies };
  await fillQueue(bench, { ...half, lane: 0, dueAt: "now() + interval '1 day'" });
  await fillQueue(bench, { ...half, lane: 10, dueAt: 'now()' });
  await bench.sql.query('vacuum analyze email');
  await bench.sql.query('vacuum analyze delivery');
}

/** A trickle of chatter messages while one worker sends the mailings. */
async function measureDirect(bench: BenchDatabase): Promise<void> {
  const worker = await startWorkerProcess(bench);
  const committed = new Map<number, number>();
  for (let n = 0; n < trickle; n++) {
    await new Promise((resolve) => setTimeout(resolve, trickleEveryMs));
    const recipients = [{ email: `trickle${n}@customer.example` }];
    const draft = { from: drainMail.from, html: drainMail.html, subject: `Chairs ${n}`, recipients };
    const { emailId } = await inTransaction(bench.ctx, (tx) => enqueueEmail(tx, draft));
    committed.set(emailId, Date.now());
  }
  await untilSent(bench);
  const intents = 'select email_id, extract(epoch from intent_at) * 1000 as at from delivery where email_id = any($1)';
  const { rows } = await bench.sql.query(intents, [[...committed.keys()]]);
  const times = rows.map(({ email_id, at }) => Math.max(0, Number(at) - (committed.get(email_id) ?? 0)));
  await worker.stop();
  printTable(
    'From a chatter message’s commit to its intent, just behind DATA, while mailings leave (target: below 1 s)',
    [
      {
        [`${trickle} messages, ${queuedBefore / 2} deliveries of mailings due`]: 'one worker',
        p50: milliseconds(percentile(times, 0.5)),
        p99: milliseconds(percentile(times, 0.99)),
        worst: milliseconds(Math.max(...times)),
      },
    ],
  );
}

function report(empty: Figures, full: Pick<Figures, 'one' | 'two'>): void {
  const bare = median(empty.bare);
  const row = (what: string, drains: Drain[], peer = bare): Row => ({
    [`${mails} mails of 4 KB, ${connections} connections, median of ${rounds}`]: what,
    'mails/s': median(drains).toFixed(0),
    'against (a)': ratio(median(drains), peer),
    ...(drains.some(({ memory }) => memory > 0)
      ? { 'peak memory': `${Math.round(Math.max(...drains.map(({ memory }) => memory)) / 1_048_576)} MB` }
      : {}),
  });
  printTable('Durable drain to smtp-sink (targets: one worker 0.9, two 1.2)', [
    row('(a) bare nodemailer pool', empty.bare),
    row('(b) pg-boss + nodemailer, no ledger', empty.jobs),
    row('one worker', empty.one),
    row('two workers', empty.two),
    row(`one worker, ${queuedBefore} deliveries queued before`, full.one),
    row(`two workers, ${queuedBefore} deliveries queued before`, full.two),
  ]);
}

function median(drains: Drain[]): number {
  return percentile(
    drains.map(({ perSecond }) => perSecond),
    0.5,
  );
}
