import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listenForEvents } from '#lib/db/listen.ts';
import type { LiveEvent } from '#lib/db/publish-event.ts';
import { fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import type { MailboxProgress } from '#lib/mail/incoming/fetch/progress-schema.ts';
import { readMailboxProgress } from '#lib/mail/incoming/fetch/read-mailbox-progress.ts';
import { keepMail } from '#lib/mail/incoming/keep/keep-mail.ts';
import { processIncomingMail } from '#lib/mail/incoming/receive.ts';
import { sealServerSecret } from '#lib/mail/servers/server-secret.ts';
import { ImapDouble } from '../../setup/imap-double.ts';
import { sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let imap: ImapDouble;
let id: number;

beforeAll(async () => {
  t = await openTestContext();
  imap = await ImapDouble.start();
  const { rows } = await t.ctx.db.execute<{ id: number }>(sql`
    insert into incoming_server (name, host, port, encryption, username, password_sealed, state)
    values ('Large', '127.0.0.1', ${imap.port}, 'none', 'large', ${sealServerSecret(t.ctx, 'secret')}, 'confirmed')
    returning id`);
  id = rows[0]?.id ?? 0;
});
afterAll(async () => {
  await imap?.stop();
  await t?.close();
});

const deliver = (subject: string) => imap.deliver(sampleMail({ subject, from: `${subject}@customer.example` }));
const noLag = { waiting: 0, oldestAt: null, seconds: 0 };

test('a fetch tells how many mails it stored of how many, and at most once a second', async () => {
  deliver('earlier');
  await fetchIncomingServer(t.ctx, { id });
  expect(await readMailboxProgress(t.ctx, id)).toEqual({ fetching: null, lag: noLag });
  for (let n = 1; n <= 280; n += 1) deliver(`mail${n}`);
  const seen: Promise<MailboxProgress>[] = [];
  imap.trouble.onFetch = (uid) => {
    if (uid === 252) seen.push(readMailboxProgress(t.ctx, id));
    return uid >= 252 ? 'drip' : undefined;
  };
  const events: LiveEvent[] = [];
  const listener = listenForEvents(t.databaseUrl);
  listener.subscribe((event) => event && events.push(event));
  const began = performance.now();
  await fetchIncomingServer(t.ctx, { id });
  const seconds = (performance.now() - began) / 1000;
  const [halfway] = await Promise.all(seen);
  expect(halfway?.fetching).toEqual({ since: expect.any(Date), fetched: 250, of: 280 });
  expect(await readMailboxProgress(t.ctx, id)).toMatchObject({ fetching: null });
  await expect.poll(() => events.at(-1)).toEqual({ topic: 'servers' });
  await listener.close();
  const told = events.filter(({ topic }) => topic === 'fetch-progress');
  expect(told[0]).toEqual({ topic: 'fetch-progress', serverId: id });
  expect(told.length).toBeLessThanOrEqual(1 + Math.floor(seconds));
});

test('of a POP3 mailbox its listing says how many are still to come', async () => {
  const { rows } = await t.ctx.db.execute<{ id: number }>(sql`
    insert into incoming_server (name, type, state, lease_until, lease_owner, fetch_began_at)
    values ('Emptied', 'pop3', 'confirmed', now() + interval '1 minute', 'alive', now() - interval '1 second')
    returning id`);
  const pop3 = rows[0]?.id ?? 0;
  await t.ctx.db.execute(sql`
    insert into pop3_mail (incoming_server_id, uidl, size, disposition)
    values (${pop3}, 'a', 1, 'pending'), (${pop3}, 'b', 1, 'pending'), (${pop3}, 'c', 1, 'stored')`);
  await keepMail(t.ctx, { raw: sampleMail(), source: 'pop3', incomingServerId: pop3 });
  expect(await readMailboxProgress(t.ctx, pop3)).toMatchObject({
    fetching: { fetched: 1, of: 3 },
    lag: { waiting: 1 },
  });
});

test('a fetch whose worker died is not under way any more', async () => {
  await t.ctx.db.execute(sql`
    update incoming_server set lease_until = now() - interval '1 second', lease_owner = 'dead', fetch_began_at = now()
    where id = ${id}`);
  expect((await readMailboxProgress(t.ctx, id)).fetching).toBeNull();
});

test('lag is the age of the oldest mail of the server that waits to be processed', async () => {
  const at = (minutes: number): Ctx => ({ ...t.ctx, now: () => addMilliseconds(new Date(), -minutes * 60_000) });
  const keep = (ctx: Ctx, incomingServerId: number | null) =>
    keepMail(ctx, { raw: sampleMail(), source: 'imap', incomingServerId });
  await keep(at(90), null);
  const oldest = await keep(at(30), id);
  await keep(at(2), id);
  const { lag } = await readMailboxProgress(t.ctx, id);
  expect(lag).toMatchObject({ waiting: 2, oldestAt: expect.any(Date) });
  expect(Math.round(lag.seconds / 60)).toBe(30);
  await processIncomingMail(t.ctx, oldest.id);
  const after = (await readMailboxProgress(t.ctx, id)).lag;
  expect({ ...after, seconds: Math.round(after.seconds / 60) }).toMatchObject({ waiting: 1, seconds: 2 });
});

test('who does not administer is refused, and a server that is not there is not found', async () => {
  await expect(readMailboxProgress(t.as({ role: 'user' }), id)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(readMailboxProgress(t.ctx, 4711)).rejects.toMatchObject({ code: 'not_found' });
});
