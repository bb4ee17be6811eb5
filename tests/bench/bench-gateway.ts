import PostalMime from 'postal-mime';
import { postMessage } from '#lib/chatter/post-message.ts';
import { readMessage } from '#lib/chatter/read-message.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { Dovecot } from '../setup/dovecot.ts';
import { findFreePort } from '../setup/run-product.ts';
import type { BenchDatabase } from './bench-database.ts';
import { benchLargeMail } from './bench-large-mail.ts';
import { benchMail } from './bench-mails.ts';
import { percentile, printTable, type Row, ratio, timeRuns } from './figures.ts';
import { handOver, type LmtpMail } from './lmtp-client.ts';
import { cpuOfPostgres } from './process-cpu.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const mails = 1200;
/** For each worker: until then V8 still compiles what a mail runs through, and PostgreSQL plans what it is asked. */
const warmUp = 1000;
/** Leads that are answered: mails to one thread wait for each other, as their order counts. */
const threads = 50;
/** Connections a mail server in front holds open to each worker. */
const connections = 4;
const rounds = 3;
/** What a process does alone is over in a fifth of a second: half of several goes. */
const aloneRuns = 5;
const longestWaitMs = 120_000;

/** What the measured mails are: a maker of the n-th of a round. */
type Kind = (round: string, n: number) => LmtpMail;

/**
 * Mails a second from LMTP's DATA to the row in the chatter, beside the bare MIME parser reading the same bytes and
 * doing nothing with them, and beside Dovecot putting them into a Maildir.
 */
export async function benchGateway(bench: BenchDatabase): Promise<void> {
  const kinds = await prepare(bench);
  const sample = round(kinds.answer, 'sample', mails).map(({ raw }) => raw);
  const bare = () => rateOf(sample, (raw) => PostalMime.parse(raw));
  const reading = await rateOf(sample, (raw) => parseMail(raw));
  const dovecot = await rateOfDovecot(kinds.answer);
  const measured: ({ what: string; target: string } & Rate)[] = [];
  for (const workers of [1, 2]) {
    const target = `${[0.05, 0.08][workers - 1]}`;
    for (const [what, kind] of [
      ['an answer in a known thread', kinds.answer],
      ['a new lead by alias', kinds.lead],
    ] as const) {
      const rate = await rateOfWorkers(bench, kind, workers, bare);
      measured.push({ what: `${what}, ${workers === 1 ? 'one worker' : 'two workers'}`, ...rate, target });
    }
  }
  const alone = percentile(
    measured.map((one) => one.barePerSecond),
    0.5,
  );
  const row = (what: string, perSecond: number, target = '', rate?: Rate): Row => ({
    [`${mails} mails of ${(sample[0]?.length ?? 0) / 1000} KB (text and HTML), ${connections} connections a worker`]:
      what,
    'mails/s': perSecond.toFixed(0),
    'of postal-mime': (perSecond / (rate?.barePerSecond ?? alone)).toFixed(3),
    target,
    'of dovecot': ratio(perSecond, dovecot),
    'CPU ms a mail': rate ? `${rate.workerMs.toFixed(1)} + ${rate.databaseMs.toFixed(1)} PostgreSQL` : '',
  });
  printTable('From LMTP DATA to the chatter', [
    ...measured.map((one) => row(one.what, one.perSecond, one.target, one)),
    row('our reading alone, one process', reading),
    row('postal-mime alone, one process', alone),
    row('dovecot, LMTP into a Maildir', dovecot),
  ]);
  await benchLargeMail(bench);
}

async function prepare({ ctx, sql }: BenchDatabase): Promise<{ answer: Kind; lead: Kind }> {
  await createRecord(ctx, 'sales_team', { name: 'Europe', aliasLocalPart: 'sales' });
  // Who looks after the lead reads in the Inbox: relaying by mail is measured by `npm run bench drain`.
  await sql.query(`update user_account set notification = 'inbox'`);
  const parents: string[] = [];
  for (let count = 0; count < threads; count++) {
    const lead = await createRecord(ctx, 'lead', { name: `Fifty chairs ${count}` });
    const thread = { model: 'lead', recordId: lead.id };
    const { messageId } = await postMessage(ctx, { ...thread, body: 'Which colour?' });
    parents.push((await readMessage(ctx, { ...thread, id: messageId })).messageId);
  }
  // Each from somebody else: the loop check would stop the twenty-first of one sender.
  const mail = (name: string, to: string, parent: (n: number) => string | undefined) => (round: string, n: number) => ({
    recipient: to,
    raw: benchMail({
      from: `Zoe Mueller <${name}-${round}-${n}@customer.example>`,
      to,
      subject: `${parent(n) ? 'Re: Chairs' : 'Desks'} ${n}`,
      messageId: `<${name}-${round}-${n}@customer.example>`,
      inReplyTo: parent(n),
    }),
  });
  return {
    answer: mail('mary', 'catchall@mycompany.example', (n) => parents[n % threads]),
    lead: mail('nora', 'sales@mycompany.example', () => undefined),
  };
}

function round(kind: Kind, name: string, count: number): LmtpMail[] {
  return Array.from({ length: count }, (_, n) => kind(name, n));
}

/** Mails a second of work that stays in this process. */
async function rateOf(raws: Buffer[], work: (raw: Buffer) => Promise<unknown>): Promise<number> {
  const once = async () => {
    for (const raw of raws) await work(raw);
  };
  await once();
  return (raws.length * 1000) / percentile(await timeRuns(aloneRuns, once), 0.5);
}

async function rateOfDovecot(kind: Kind): Promise<number> {
  const dovecot = await Dovecot.start();
  try {
    const to = (mail: LmtpMail, n: number) => ({ ...mail, recipient: `user${n % 20}@mycompany.example` });
    await handOver(round(kind, 'warm', warmUp).map(to), [dovecot.ports.lmtp], connections);
    const taken = round(kind, 'dovecot', mails).map(to);
    const since = performance.now();
    await handOver(taken, [dovecot.ports.lmtp], connections);
    return (mails * 1000) / (performance.now() - since);
  } finally {
    await dovecot.stop();
  }
}

/** Mails a second, and what one costs the workers and PostgreSQL in milliseconds of CPU: a busy machine changes that less. */
interface Rate {
  perSecond: number;
  /** Of the bare parser right before: the speed of a machine that others use changes within a minute. */
  barePerSecond: number;
  workerMs: number;
  databaseMs: number;
}

/** The round that is the middle one by its ratio to the bare parser. */
async function rateOfWorkers(
  bench: BenchDatabase,
  kind: Kind,
  count: number,
  bare: () => Promise<number>,
): Promise<Rate> {
  const ports = await Promise.all(Array.from({ length: count }, findFreePort));
  const workers: WorkerProcess[] = [];
  const used = async () => [workers.reduce((sum, worker) => sum + worker.cpu(), 0), await cpuOfPostgres(bench.sql)];
  const rates: Rate[] = [];
  try {
    for (const port of ports) workers.push(await startWorkerProcess(bench, { MAIL_IN_PORT: String(port) }));
    await through(bench, round(kind, `warm${count}`, warmUp * count), ports);
    // As autovacuum does within a minute: what was planned while the tables were empty is planned anew.
    await bench.sql.query('analyze');
    for (let n = 0; n < rounds; n++) {
      const measured = round(kind, `of${count}-${n}`, mails);
      const barePerSecond = await bare();
      const before = await used();
      const since = performance.now();
      await through(bench, measured, ports);
      const perSecond = (mails * 1000) / (performance.now() - since);
      const [workerMs = 0, databaseMs = 0] = (await used()).map((now, which) => (now - (before[which] ?? 0)) / mails);
      rates.push({ perSecond, barePerSecond, workerMs, databaseMs });
    }
  } finally {
    for (const worker of workers) await worker.stop();
  }
  const ordered = rates.toSorted((a, b) => a.perSecond / a.barePerSecond - b.perSecond / b.barePerSecond);
  return ordered[Math.floor(rounds / 2)] as Rate;
}

/** Hands mails over and waits until each has its row in a chatter. */
async function through({ sql }: BenchDatabase, given: LmtpMail[], ports: number[]): Promise<void> {
  const newest = Number((await sql.query('select coalesce(max(id), 0) as id from message')).rows[0].id);
  const statement = 'select count(*) from message where id > $1 and incoming_mail_id is not null';
  const inChatter = async () => Number((await sql.query(statement, [newest])).rows[0].count);
  await handOver(given, ports, connections);
  const deadline = Date.now() + longestWaitMs;
  while ((await inChatter()) < given.length) {
    if (Date.now() > deadline) throw new Error('not every mail came into a chatter');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
