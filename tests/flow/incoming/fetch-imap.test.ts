import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { sql } from 'drizzle-orm';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRecord } from '#lib/documents/create-record.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import { fetchDueServers } from '#lib/mail/incoming/fetch/fetch-due-servers.ts';
import { fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import { readLedger } from '#lib/mail/incoming/ledger/read-ledger.ts';
import { sealServerSecret } from '#lib/mail/servers/server-secret.ts';
import { Dovecot } from '../../setup/dovecot.ts';
import { foundNorth } from '../../setup/found-north.ts';
import { sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let dovecot: Dovecot;

beforeAll(async () => {
  [t, dovecot] = await Promise.all([openTestContext(), Dovecot.start()]);
  await foundNorth(t.ctx);
  const team = await createRecord(t.ctx, 'sales_team', { name: 'Europe' });
  await setOwnerAlias(t.ctx, { ownerModel: 'sales_team', ownerId: team.id, localPart: 'sales', model: 'lead' });
});
afterAll(() => Promise.all([t?.close(), dovecot?.stop()]));

async function mailbox(username: string, port = dovecot.ports.imap): Promise<number> {
  const sealed = sealServerSecret(t.ctx, dovecot.password);
  const { rows } = await t.ctx.db.execute<{ id: number }>(sql`
    insert into incoming_server (name, host, port, encryption, username, password_sealed, state)
    values (${username}, '127.0.0.1', ${port}, 'none', ${username}, ${sealed}, 'confirmed') returning id`);
  return rows[0]?.id ?? 0;
}

const fetch = (id: number) => fetchIncomingServer(t.ctx, { id });

async function stored(serverId: number): Promise<{ subject: string; outcome: string }[]> {
  const { rows } = await t.ctx.db.execute<{ subject: string; outcome: string }>(
    sql`select subject, outcome from incoming_mail where incoming_server_id = ${serverId} order by id`,
  );
  return rows;
}

async function books(serverId: number): Promise<string[]> {
  const { folders } = await readLedger(t.ctx, { id: serverId });
  const [current] = folders;
  expect(current?.balanced).toBe(true);
  return (current?.ranges ?? []).map(({ from, to, disposition }) => `${from}-${to} ${disposition}`);
}

/** Signs in as another mail program would. */
async function otherClient<T>(user: string, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const auth = { user, pass: dovecot.password };
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.ports.imap,
    secure: false,
    doSTARTTLS: false,
    auth,
    logger: false,
  });
  await client.connect();
  await client.mailboxOpen('INBOX');
  try {
    return await work(client);
  } finally {
    await client.logout();
  }
}

const deliver = (user: string, subject: string) => dovecot.deliver(user, sampleMail({ subject }));

describe('polling a mailbox', () => {
  test('the first run takes unread mail, later runs every new mail even if it was read elsewhere', async () => {
    const user = 'first@north.example';
    await deliver(user, 'Read long ago');
    await deliver(user, 'Unread');
    await otherClient(user, (client) => client.messageFlagsAdd('1', ['\\Seen']));
    const id = await mailbox(user);
    expect(await fetch(id)).toMatchObject({ fetched: 1, succeeded: 1, failed: 0, status: 'done' });
    await deliver(user, 'Read by a colleague');
    await otherClient(user, (client) => client.messageFlagsAdd('3', ['\\Seen']));
    await deliver(user, 'Deleted by a colleague');
    await otherClient(user, (client) => client.messageDelete('4'));
    await deliver(user, 'New');
    expect(await fetch(id)).toMatchObject({ fetched: 2, succeeded: 2 });
    expect(await fetch(id)).toMatchObject({ fetched: 0 });
    expect(await stored(id)).toEqual([
      { subject: 'Unread', outcome: 'record_created' },
      { subject: 'Read by a colleague', outcome: 'record_created' },
      { subject: 'New', outcome: 'record_created' },
    ]);
    expect(await books(id)).toEqual(['1-1 read_before', '2-3 stored', '4-4 absent', '5-5 stored']);
    const unseen = await otherClient(user, (client) => client.search({ seen: false }, { uid: true }));
    expect(unseen).toEqual([]);
  });

  test('an empty mailbox that fills up later loses nothing', async () => {
    const user = 'empty@north.example';
    const id = await mailbox(user);
    expect(await fetch(id)).toMatchObject({ fetched: 0 });
    await deliver(user, 'The very first');
    await otherClient(user, (client) => client.messageFlagsAdd('1', ['\\Seen']));
    await fetch(id);
    expect(await books(id)).toEqual(['1-1 stored']);
  });

  test('numbers given out anew: what we have is a duplicate, what is new is taken, what was read before stays', async () => {
    const user = 'restored@north.example';
    await deliver(user, 'Old and read');
    await otherClient(user, (client) => client.messageFlagsAdd('1', ['\\Seen']));
    const id = await mailbox(user);
    await fetch(id);
    await deliver(user, 'Ours already');
    await fetch(id);
    await deliver(user, 'Not seen yet');
    await dovecot.changeUidValidity(user);
    await fetch(id);
    const outcomes = (await stored(id)).map((one) => `${one.subject}: ${one.outcome}`);
    expect(outcomes.filter((one) => one.startsWith('Not seen yet'))).toEqual(['Not seen yet: record_created']);
    expect(outcomes.filter((one) => one === 'Ours already: record_created')).toHaveLength(1);
    expect(outcomes.filter((one) => one.includes('record_created')).length).toBeLessThanOrEqual(3);
  });

  test('a mail of 12 MB arrives byte by byte', async () => {
    const user = 'large@north.example';
    const raw = sampleMail({
      subject: 'Large',
      body: `${randomBytes(9_000_000).toString('base64').replace(/.{76}/g, '$&\n')}\n`,
    });
    await dovecot.deliver(user, raw);
    const id = await mailbox(user);
    const source = await otherClient(user, (client) => client.fetchOne('1', { source: true }));
    await fetch(id);
    const { rows } = await t.ctx.db.execute(sql`select sha256 from incoming_mail where incoming_server_id = ${id}`);
    const expected = source
      ? createHash('sha256')
          .update(source.source ?? '')
          .digest('hex')
      : '';
    expect(rows).toEqual([{ sha256: expected }]);
  });

  test('two workers at once: one fetches, the other is told', async () => {
    const user = 'shared@north.example';
    for (let n = 0; n < 5; n++) await deliver(user, `Mail ${n}`);
    const id = await mailbox(user);
    const impatient = () => fetchIncomingServer(t.ctx, { id, waitMs: 0 });
    const results = await Promise.allSettled([impatient(), impatient()]);
    expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await stored(id)).toHaveLength(5);
  });

  test('somebody who asks for a fetch while one is under way gets what is left', async () => {
    const user = 'asked@north.example';
    await deliver(user, 'Once');
    const id = await mailbox(user);
    const results = await Promise.all([fetch(id), fetch(id)]);
    expect(results.map(({ fetched }) => fetched).toSorted()).toEqual([0, 1]);
    expect(await stored(id)).toHaveLength(1);
  });
});

describe('servers that fail', () => {
  test('a wrong password is on the server, in words, and after three times an alert; the server stays on', async () => {
    const id = await mailbox('wrong@north.example');
    await t.ctx.db.execute(
      sql`update incoming_server set password_sealed = ${sealServerSecret(t.ctx, 'wrong')} where id = ${id}`,
    );
    for (let n = 0; n < 3; n++) await expect(fetch(id)).rejects.toMatchObject({ code: 'unavailable' });
    const { rows } = await t.ctx.db.execute(
      sql`select state, active, failure_count, last_error, last_fetch_at from incoming_server where id = ${id}`,
    );
    expect(rows[0]).toMatchObject({ state: 'confirmed', active: true, failure_count: 3, last_fetch_at: null });
    expect(rows[0]?.last_error).toContain('refused user name or password');
    const alerts = await t.ctx.db.execute(
      sql`select key from alert where kind = 'incoming-server-failing' and resolved_at is null`,
    );
    expect(alerts.rows).toEqual([{ key: String(id) }]);
    await t.ctx.db.execute(
      sql`update incoming_server set password_sealed = ${sealServerSecret(t.ctx, dovecot.password)} where id = ${id}`,
    );
    await fetch(id);
    const after = await t.ctx.db.execute(
      sql`select 1 from alert where kind = 'incoming-server-failing' and resolved_at is null`,
    );
    expect(after.rows).toEqual([]);
  });

  test('a server that accepts and falls silent does not delay the others', async () => {
    const silent = await silentServer();
    try {
      await t.ctx.db.execute(sql`update incoming_server set active = false`);
      await mailbox('stuck@north.example', (silent.address() as { port: number }).port);
      const users = ['busy1@north.example', 'busy2@north.example'];
      const ids = await Promise.all(users.map((user) => mailbox(user)));
      for (const user of users) await deliver(user, `For ${user}`);
      const stop = new AbortController();
      const run = fetchDueServers(t.ctx, stop.signal);
      const fetched = async () => {
        const { rows } = await t.ctx.db.execute(
          sql`select id from incoming_server where active and last_fetch_at is not null and lease_until is null order by id`,
        );
        return rows.map((row) => row.id);
      };
      await expect.poll(fetched, { timeout: 15_000 }).toEqual(ids.toSorted((a, b) => a - b));
      stop.abort();
      const { done, log } = await run;
      expect(done).toBe(2);
      expect(log).toContain('stuck@north.example: ');
    } finally {
      silent.close();
    }
  });
});

function silentServer(): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
