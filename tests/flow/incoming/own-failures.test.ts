import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ctx } from '#lib/db/context.ts';
import { fetchDueServers } from '#lib/mail/incoming/fetch/fetch-due-servers.ts';
import { fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import { readLedger } from '#lib/mail/incoming/ledger/read-ledger.ts';
import { watchMailboxes } from '#lib/mail/incoming/watch/watch-mailboxes.ts';
import { readIncomingServer } from '#lib/mail/servers/read-incoming-server.ts';
import { sealServerSecret } from '#lib/mail/servers/server-secret.ts';
import { eventually } from '../../setup/eventually.ts';
import { ImapDouble } from '../../setup/imap-double.ts';
import { type Pop3Double, startPop3Double } from '../../setup/pop3-double.ts';
import { sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let imap: ImapDouble;
let pop: Pop3Double;

beforeAll(async () => {
  t = await openTestContext();
  await t.ctx.db.execute(sql`insert into company (name) values ('North')`);
});
afterAll(() => t?.close());
beforeEach(async () => {
  [imap, pop] = await Promise.all([ImapDouble.start(), startPop3Double()]);
});
afterEach(async () => {
  await mend();
  await t.ctx.db.execute(sql`delete from alert`);
  await t.ctx.db.execute(sql`update incoming_server set active = false`);
  await Promise.all([imap.stop(), pop.stop()]);
});

async function mailbox(type: 'imap' | 'pop3'): Promise<number> {
  const port = type === 'imap' ? imap.port : pop.port;
  const { rows } = await t.ctx.db.execute<{ id: number }>(sql`
    insert into incoming_server (name, type, host, port, encryption, username, password_sealed, state)
    values ('Support', ${type}, '127.0.0.1', ${port}, 'none', 'us', ${sealServerSecret(t.ctx, 'x')}, 'confirmed')
    returning id`);
  return rows[0]?.id ?? 0;
}

/** The table of incoming mails does this with a new row from now on. */
async function breakDatabase(statement: string): Promise<void> {
  await t.ctx.db.execute(
    sql.raw(`create or replace function break_down() returns trigger language plpgsql as
      $$ begin ${statement}; return new; end $$`),
  );
  await t.ctx.db.execute(
    sql`create or replace trigger break_down before insert on incoming_mail for each row execute function break_down()`,
  );
}
const loseConnection = 'perform pg_terminate_backend(pg_backend_pid())';
const refuseAll = `raise exception 'not this' using errcode = '23514'`;
const mend = () => t.ctx.db.execute(sql`drop trigger if exists break_down on incoming_mail`);

const fetchNow = (id: number, ctx: Ctx = t.ctx) => fetchIncomingServer(ctx, { id });
const deliver = (subject: string) => imap.deliver(sampleMail({ subject }));

/** What the server's page and the bell say. */
async function saidOf(id: number) {
  const { rows } = await t.ctx.db.execute(sql`
    select failure_count as failures, last_error as error, last_error_at as since,
      (select count(*)::int from alert) as alerts from incoming_server where id = ${id}`);
  return rows[0];
}
const nothing = { failures: 0, error: null, since: null, alerts: 0 };

async function storedOf(id: number): Promise<number> {
  const { rows } = await t.ctx.db.execute<{ n: number }>(
    sql`select count(*)::int as n from incoming_mail where incoming_server_id = ${id}`,
  );
  return rows[0]?.n ?? 0;
}

async function shownBooks(id: number): Promise<string> {
  const [books] = (await readLedger(t.ctx, { id })).folders;
  return (books?.ranges ?? []).map(({ from, to, disposition }) => `${from}-${to} ${disposition}`).join(', ');
}

describe.each(['imap', 'pop3'] as const)('a failure of our own while a mailbox is fetched by %s', (type) => {
  const lay = (subject: string) => {
    if (type === 'imap') deliver(subject);
    else pop.mails.push({ uidl: subject, raw: sampleMail({ subject }) });
  };

  test('a lost connection to the database: whoever asked is told so, and the mailbox has no fault', async () => {
    lay('kept');
    const id = await mailbox(type);
    await breakDatabase(loseConnection);
    for (let run = 0; run < 4; run++) {
      await expect(fetchNow(id)).rejects.toMatchObject({
        code: 'unavailable',
        message:
          'This product failed: its database did not answer. The mailbox Support is fine; the next scheduled fetch tries again.',
      });
    }
    expect(await saidOf(id)).toEqual(nothing);
    expect((await fetchDueServers(t.ctx)).log).toMatch(/^Support: This product failed/);
    await mend();
    expect((await fetchDueServers(t.ctx)).log).toMatch(/^Support: 1 fetched/);
    expect(await storedOf(id)).toBe(1);
  });

  test('a statement that always fails: no mail is given up for it', async () => {
    lay('one');
    lay('two');
    const id = await mailbox(type);
    await breakDatabase(refuseAll);
    for (let run = 0; run < 5; run++) {
      await expect(fetchNow(id)).rejects.toMatchObject({ code: 'internal', message: /database refused.*is fine/ });
    }
    expect(await saidOf(id)).toEqual(nothing);
    await mend();
    expect(await fetchNow(id)).toMatchObject({ fetched: 2, failed: 0 });
  });
});

test('a fault in our code is not the fault of the mailbox', async () => {
  pop.mails.push({ uidl: 'one', raw: sampleMail({ subject: 'one' }) });
  const id = await mailbox('pop3');
  const env = Object.defineProperty({ ...t.ctx.env }, 'mailInMaxMb', {
    get: () => (undefined as unknown as { value: number }).value,
  });
  await expect(fetchNow(id, { ...t.ctx, env })).rejects.toMatchObject({ code: 'internal', message: /its own code/ });
  expect(await saidOf(id)).toEqual(nothing);
  expect(await fetchNow(id)).toMatchObject({ fetched: 1 });
});

describe('a mail that the database refuses while it takes others', () => {
  const refuseSecond = `if new.uid = 2 then ${refuseAll}; end if`;

  test('holds up none, and is refused after three runs that stored others', async () => {
    deliver('one');
    deliver('bad');
    deliver('three');
    const id = await mailbox('imap');
    await breakDatabase(refuseSecond);
    await fetchNow(id);
    expect(await shownBooks(id)).toBe('1-1 stored, 2-2 pending, 3-3 stored');
    // Alone it proves nothing: the whole database may be at fault.
    for (let run = 0; run < 4; run++) await expect(fetchNow(id)).rejects.toMatchObject({ code: 'internal' });
    expect(await shownBooks(id)).toBe('1-1 stored, 2-2 pending, 3-3 stored');
    expect(await saidOf(id)).toEqual(nothing);
    for (const subject of ['four', 'five']) {
      deliver(subject);
      await fetchNow(id);
    }
    expect(await shownBooks(id)).toBe('1-1 stored, 2-2 refused, 3-5 stored');
    expect(await saidOf(id)).toMatchObject({ failures: 0, error: null, alerts: 1 });
  });

  test('stays in a POP3 mailbox, and those behind it are taken', async () => {
    for (const uidl of ['bad', 'good'])
      pop.mails.push({
        uidl,
        raw: sampleMail({ subject: uidl, ...(uidl === 'bad' ? { body: 'x'.repeat(900) } : {}) }),
      });
    const id = await mailbox('pop3');
    await breakDatabase(`if new.size > 900 then ${refuseAll}; end if`);
    expect(await fetchNow(id)).toMatchObject({ fetched: 2, succeeded: 1, failed: 1 });
    expect(pop.mails.map(({ uidl }) => uidl)).toEqual(['bad']);
    expect(await saidOf(id)).toEqual(nothing);
    await mend();
    expect(await fetchNow(id)).toMatchObject({ fetched: 1, succeeded: 1 });
  });
});

test('a mailbox that is listened to stays so through a failure of our own, over the same connection', async () => {
  const id = await mailbox('imap');
  const watching = watchMailboxes(t.ctx, { lookMs: 50, backoffMs: 20, mostBackoffMs: 100 });
  try {
    await eventually(async () => ((await readIncomingServer(t.ctx, id)).pushState === 'on' ? true : null), 60_000);
    const [session] = imap.sessions;
    await breakDatabase(loseConnection);
    const before = imap.commands.length;
    deliver('news');
    const tries = () => imap.commands.slice(before).filter((line) => line.startsWith('UID FETCH')).length;
    await eventually(async () => (tries() >= 3 ? true : null), 60_000);
    expect(await readIncomingServer(t.ctx, id)).toMatchObject({ pushState: 'on', pushError: null });
    expect(await saidOf(id)).toEqual(nothing);
    await mend();
    await eventually(async () => ((await storedOf(id)) === 1 ? true : null), 60_000);
    expect([...imap.sessions]).toEqual([session]);
  } finally {
    await watching.stop();
  }
});
