import { sql } from 'drizzle-orm';
import { ImapFlow } from 'imapflow';
import { openDb } from '#lib/db/client.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import { receiveMail } from '#lib/mail/incoming/receive.ts';
import { watchMailboxes } from '#lib/mail/incoming/watch/watch-mailboxes.ts';
import { sealServerSecret } from '#lib/mail/servers/server-secret.ts';
import { Dovecot } from '../setup/dovecot.ts';
import { sampleMail } from '../setup/sample-mail.ts';
import type { BenchDatabase } from './bench-database.ts';
import { milliseconds, percentile, printTable, type Row, ratio } from './figures.ts';

/** IMAP_MAILS=10000 for the whole catch-up; the default is done in a minute. */
const mails = Number(process.env.IMAP_MAILS ?? 1000);
const gatewayMails = 1000;
/** As many as one mailbox processes at a time. */
const atOnce = 32;
const pushed = 20;
const body = `Hello,\n\n${'we would like to know more about your chairs, and when they can be here.\n'.repeat(50)}\nMary\n`;

/**
 * A mailbox that holds thousands of new mails of 4 KB, each a new lead: how long until all are in documents, beside
 * ImapFlow fetching the same mails and doing nothing with them, and beside the gateway given the same mails from memory.
 * Then how long a mail takes from its arrival to its lead by IDLE.
 */
export async function benchImap(bench: BenchDatabase): Promise<void> {
  const dovecot = await Dovecot.start();
  // As the watch of a worker has it.
  const receiving = openDb(bench.databaseUrl, 12, { prepares: true });
  const ctx = { ...bench.ctx, db: receiving.db };
  try {
    await createRecord(ctx, 'sales_team', { name: 'By IMAP', aliasLocalPart: 'imap' });
    const user = 'imap@mycompany.example';
    await dovecot.fill(
      user,
      Array.from({ length: mails }, (_, n) => mail(`Mailbox ${n}`, `box${n}`)),
    );
    const id = await addServer(ctx, dovecot, user);
    const bare = await timed(mails, () => fetchBare(dovecot, user));
    const gateway = await gatewayRate(ctx);
    const caughtUp = await timed(mails, () => catchUp(ctx, id));
    const row = (what: string, perSecond: number): Row => ({
      [`${mails} mails of 4 KB`]: what,
      'mails/s': perSecond.toFixed(0),
      'against the gateway': ratio(perSecond, gateway),
    });
    printTable('Catching up with an IMAP mailbox', [
      row('from the mailbox into leads', caughtUp),
      row(`the gateway alone, ${atOnce} at a time`, gateway),
      row('ImapFlow, fetching and forgetting', bare),
    ]);
    await benchPush(ctx, dovecot, user);
  } finally {
    await receiving.close();
    await dovecot.stop();
  }
}

type Ctx = BenchDatabase['ctx'];

function mail(subject: string, from: string): Buffer {
  return sampleMail({ subject, from: `Nora <${from}@customer.example>`, to: 'imap@mycompany.example', body });
}

async function addServer(ctx: Ctx, dovecot: Dovecot, user: string): Promise<number> {
  const { rows } = await ctx.db.execute<{ id: number }>(sql`
    insert into incoming_server (name, host, port, encryption, username, password_sealed, state)
    values ('Bench', '127.0.0.1', ${dovecot.ports.imap}, 'none', ${user}, ${sealServerSecret(ctx, dovecot.password)},
      'confirmed') returning id`);
  return rows[0]?.id ?? 0;
}

/** Mails a second. */
async function timed(count: number, work: () => Promise<void>): Promise<number> {
  const since = performance.now();
  await work();
  return (count * 1000) / (performance.now() - since);
}

async function fetchBare(dovecot: Dovecot, user: string): Promise<void> {
  const auth = { user, pass: dovecot.password };
  const client = new ImapFlow({ ...bareOptions, port: dovecot.ports.imap, auth });
  await client.connect();
  await client.mailboxOpen('INBOX');
  let count = 0;
  for await (const { source } of client.fetch('1:*', { source: true })) count += source ? 1 : 0;
  await client.logout();
  if (count !== mails) throw new Error(`${count} of ${mails} mails were in the mailbox`);
}

const bareOptions = { host: '127.0.0.1', secure: false, doSTARTTLS: false, logger: false } as const;

async function gatewayRate(ctx: Ctx): Promise<number> {
  const left = Array.from({ length: gatewayMails }, (_, n) => mail(`Gateway ${n}`, `gate${n}`));
  const work = async () => {
    for (let raw = left.pop(); raw; raw = left.pop()) expectLead(await receiveMail(ctx, { raw, source: 'http' }));
  };
  return timed(gatewayMails, async () => {
    await Promise.all(Array.from({ length: atOnce }, work));
  });
}

/** A figure about something else than what the line says would be worse than none. */
function expectLead({ outcome }: { outcome: string }): void {
  if (outcome !== 'record_created') throw new Error(`expected record_created, got ${outcome}`);
}

async function catchUp(ctx: Ctx, id: number): Promise<void> {
  for (let left = 1; left > 0; ) left = (await fetchIncomingServer(ctx, { id })).remaining;
  const { rows } = await ctx.db.execute<{ count: number }>(
    sql`select count(*)::int from incoming_mail where incoming_server_id = ${id} and outcome = 'record_created'`,
  );
  if (rows[0]?.count !== mails) throw new Error(`${rows[0]?.count} of ${mails} mails became leads`);
}

async function benchPush(ctx: Ctx, dovecot: Dovecot, user: string): Promise<void> {
  const watch = watchMailboxes(ctx);
  try {
    await until(ctx, sql`select 1 from incoming_server where push_state = 'on'`);
    const times: number[] = [];
    for (let n = 0; n < pushed; n++) {
      const raw = mail(`Pushed ${n}`, `pushed${n}`);
      await dovecot.deliver(user, raw);
      const since = performance.now();
      await until(ctx, sql`select 1 from lead where name = ${`Pushed ${n}`}`);
      times.push(performance.now() - since);
    }
    printTable('From the mailbox to the document by IDLE', [
      {
        [`${pushed} mails, one after another`]: 'from the 250 of LMTP to the lead, half',
        time: milliseconds(percentile(times, 0.5)),
      },
      { [`${pushed} mails, one after another`]: 'the slowest', time: milliseconds(Math.max(...times)) },
    ]);
  } finally {
    await watch.stop();
  }
}

async function until(ctx: Ctx, question: ReturnType<typeof sql>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while ((await ctx.db.execute(question)).rows.length === 0) {
    if (performance.now() > deadline) throw new Error('it did not come within a minute');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
