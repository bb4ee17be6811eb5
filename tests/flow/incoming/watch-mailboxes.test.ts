import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRecord } from '#lib/documents/create-record.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import type { WatchLimits } from '#lib/mail/incoming/watch/watch-limits.ts';
import { watchMailboxes } from '#lib/mail/incoming/watch/watch-mailboxes.ts';
import { readIncomingServer } from '#lib/mail/servers/read-incoming-server.ts';
import { resetIncomingServer } from '#lib/mail/servers/reset-incoming-server.ts';
import { sealServerSecret } from '#lib/mail/servers/server-secret.ts';
import { Dovecot } from '../../setup/dovecot.ts';
import { eventually } from '../../setup/eventually.ts';
import { foundNorth } from '../../setup/found-north.ts';
import { ImapDouble } from '../../setup/imap-double.ts';
import { sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let dovecot: Dovecot;
let imap: ImapDouble;
const watching: { stop(): Promise<void> }[] = [];
const patience = 60_000;

beforeAll(async () => {
  [t, dovecot] = await Promise.all([openTestContext(), Dovecot.start()]);
  await foundNorth(t.ctx);
  const team = await createRecord(t.ctx, 'sales_team', { name: 'Europe' });
  await setOwnerAlias(t.ctx, { ownerModel: 'sales_team', ownerId: team.id, localPart: 'sales', model: 'lead' });
});
afterAll(() => Promise.all([t?.close(), dovecot?.stop()]));
beforeEach(async () => {
  imap = await ImapDouble.start();
});
afterEach(async () => {
  await Promise.all(watching.splice(0).map((watch) => watch.stop()));
  await imap.stop();
  await t.ctx.db.execute(sql`update incoming_server set active = false`);
});

async function mailbox(username: string, port = imap.port): Promise<number> {
  const sealed = sealServerSecret(t.ctx, dovecot.password);
  const { rows } = await t.ctx.db.execute<{ id: number }>(sql`
    insert into incoming_server (name, host, port, encryption, username, password_sealed, state)
    values (${username}, '127.0.0.1', ${port}, 'none', ${username}, ${sealed}, 'confirmed') returning id`);
  return rows[0]?.id ?? 0;
}

function watch(limits: Partial<WatchLimits> = {}) {
  const one = watchMailboxes(t.ctx, { lookMs: 50, backoffMs: 20, mostBackoffMs: 100, ...limits });
  watching.push(one);
  return one;
}

const push = async (id: number) => (await readIncomingServer(t.ctx, id)).pushState;
const untilPush = (id: number, state: string) =>
  eventually(async () => ((await push(id)) === state ? true : null), patience);
const untilNobodyListens = (id: number) =>
  eventually(async () => ((await push(id)) === null && imap.sessions.size === 0 ? true : null), patience);

async function subjects(id: number): Promise<string[]> {
  const { rows } = await t.ctx.db.execute<{ subject: string }>(
    sql`select subject from incoming_mail where incoming_server_id = ${id} and outcome = 'record_created' order by id`,
  );
  return rows.map(({ subject }) => subject);
}
const untilReceived = (id: number, subject: string) =>
  eventually(async () => ((await subjects(id)).includes(subject) ? true : null), patience);

describe('a mailbox that is listened to', () => {
  test('what arrives at Dovecot is received without anybody fetching', async () => {
    const user = 'pushed@north.example';
    await dovecot.deliver(user, sampleMail({ subject: 'before' }));
    const id = await mailbox(user, dovecot.ports.imap);
    watch();
    await untilPush(id, 'on');
    expect(await subjects(id)).toEqual(['before']);
    for (const subject of ['first', 'second']) {
      await dovecot.deliver(user, sampleMail({ subject }));
      await untilReceived(id, subject);
    }
    expect((await readIncomingServer(t.ctx, id)).pushSince).toBeInstanceOf(Date);
  });

  test('has one listener among two workers, and another one when that ends', async () => {
    const id = await mailbox('two');
    const one = watch();
    const other = watch();
    await untilPush(id, 'on');
    imap.deliver(sampleMail({ subject: 'for one' }));
    await untilReceived(id, 'for one');
    expect(imap.sessions.size).toBe(1);
    await one.stop();
    await untilPush(id, 'on');
    imap.deliver(sampleMail({ subject: 'for whoever is left' }));
    await untilReceived(id, 'for whoever is left');
    expect(imap.sessions.size).toBe(1);
    await other.stop();
    await untilNobodyListens(id);
  });

  test('a mail that comes in the moment it begins to listen is received', async () => {
    const id = await mailbox('moment');
    imap.trouble.onCommand = (command) => {
      if (command === 'IDLE' && imap.mails.length === 0) imap.deliver(sampleMail({ subject: 'just in time' }));
      return undefined;
    };
    watch();
    await untilReceived(id, 'just in time');
  });

  test('whose connection drops without a word is connected to again, and nothing is missed', async () => {
    const id = await mailbox('silent');
    watch({ silenceMs: 300 });
    await untilPush(id, 'on');
    imap.trouble.silent = true;
    imap.deliver(sampleMail({ subject: 'unheard' }));
    await untilPush(id, 'reconnecting');
    imap.trouble.silent = false;
    await untilReceived(id, 'unheard');
    await untilPush(id, 'on');
  });

  test('whose server hangs up says since when it reconnects, and why', async () => {
    const id = await mailbox('hung up');
    watch();
    await untilPush(id, 'on');
    imap.trouble.bye = true;
    imap.hangUp();
    await untilPush(id, 'reconnecting');
    expect((await readIncomingServer(t.ctx, id)).pushError).toBeTruthy();
    imap.trouble.bye = false;
    await untilPush(id, 'on');
    expect((await readIncomingServer(t.ctx, id)).pushError).toBeNull();
  });

  test('is asked anew before the half hour is over, and answers', async () => {
    const id = await mailbox('renewed');
    watch({ renewMs: 100 });
    await untilPush(id, 'on');
    await eventually(async () => (imap.commands.filter((line) => line === 'IDLE').length > 2 ? true : null), patience);
    expect(imap.sessions.size).toBe(1);
    expect(imap.commands).toContain('NOOP');
  });

  test('on a server without IDLE is polled only, and the page says so', async () => {
    imap.trouble.noIdle = true;
    const id = await mailbox('without idle');
    watch();
    await untilPush(id, 'not_offered');
    await eventually(async () => (imap.sessions.size === 0 ? true : null), patience);
  });

  test('is left alone once it is reset, and heard again under new settings', async () => {
    const id = await mailbox('changing');
    watch();
    await untilPush(id, 'on');
    await resetIncomingServer(t.ctx, id);
    await untilNobodyListens(id);
    await t.ctx.db.execute(sql`update incoming_server set state = 'confirmed' where id = ${id}`);
    await untilPush(id, 'on');
    const moved = await ImapDouble.start();
    moved.uidValidity = 77;
    await t.ctx.db.execute(sql`update incoming_server set port = ${moved.port} where id = ${id}`);
    await eventually(async () => (moved.sessions.size === 1 ? true : null), patience);
    moved.deliver(sampleMail({ subject: 'at the new place' }));
    await untilReceived(id, 'at the new place');
    await watching.splice(0)[0]?.stop();
    await moved.stop();
  });

  test('that is stuck does not keep the others from being heard', async () => {
    const stuck = await ImapDouble.start();
    stuck.trouble.silent = true;
    await mailbox('stuck', stuck.port);
    const id = await mailbox('lively');
    watch();
    await untilPush(id, 'on');
    imap.deliver(sampleMail({ subject: 'not delayed' }));
    await untilReceived(id, 'not delayed');
    await watching.splice(0)[0]?.stop();
    await stuck.stop();
  });

  test('takes a connection only while there is room', async () => {
    const ids = [await mailbox('in'), await mailbox('out')];
    watch({ connections: 1 });
    await untilPush(ids[0] ?? 0, 'on');
    expect(imap.sessions.size).toBe(1);
    expect(await push(ids[1] ?? 0)).toBeNull();
  });

  test('of a copied database is not listened to', async () => {
    const id = await mailbox('copied');
    watch();
    await untilPush(id, 'on');
    await t.ctx.db.execute(sql`insert into instance (secret_fingerprint, capture_since) values ('test', now())`);
    await untilNobodyListens(id);
    await t.ctx.db.execute(sql`delete from instance`);
    await untilPush(id, 'on');
  });
});
