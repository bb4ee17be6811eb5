import { sql } from 'drizzle-orm';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import { confirmIncomingServer } from '#lib/mail/servers/confirm-incoming-server.ts';
import { makeCertificates } from '../../setup/certificates.ts';
import { eventually } from '../../setup/eventually.ts';
import { startFetchChild } from '../../setup/fetch-child.ts';
import { type Pop3Double, startPop3Double } from '../../setup/pop3-double.ts';
import {
  addDraft,
  addMailbox,
  booksOf,
  broughtBy,
  fetchNow,
  leadsCalled,
  openPop3Room,
  refusals,
  t,
} from '../../setup/pop3-room.ts';
import { sampleMail } from '../../setup/sample-mail.ts';

openPop3Room({ MAIL_IN_MAX_MB: '1' });

let pop: Pop3Double;
beforeEach(async () => {
  pop = await startPop3Double({ login: { user: 'sales@north.example', password: 'letmein' } });
});
afterEach(async () => {
  await pop.stop();
  await t.ctx.db.execute(sql`delete from alert`);
});

let names = 0;
/** Lays a mail into the mailbox; answers its subject. */
function lay(subject: string, more: { uidl?: string; announced?: number; body?: string } = {}): string {
  const { body, ...rest } = more;
  names += 1;
  pop.mails.push({ uidl: `u${names}`, raw: sampleMail({ subject, ...(body ? { body } : {}) }), ...rest });
  return subject;
}

/** Fetches with a new lease: whoever had the old one is dead. */
async function fetchAfterDeath(id: number) {
  await t.ctx.db.execute(sql`update incoming_server set lease_until = null, lease_owner = null where id = ${id}`);
  return fetchNow(id);
}

describe('a POP3 server that does not help', () => {
  test('that sends each byte by itself: the mail is whole, its dots too', async () => {
    lay('Byte by byte', { body: '.\r\n..two\r\n.' });
    const id = await addMailbox(pop.port);
    pop.script.byByte = true;
    const held = pop.mails[0]?.raw.length ?? 0;
    expect(await fetchNow(id)).toMatchObject({ fetched: 1, succeeded: 1 });
    const { rows } = await t.ctx.db.execute<{ size: number }>(
      sql`select size from incoming_mail where incoming_server_id = ${id}`,
    );
    // The server ends the last line, as it must.
    expect(rows).toEqual([{ size: held + 2 }]);
    expect(pop.mails).toEqual([]);
  });

  test('that breaks off in mid-mail: nothing half is kept, and the mail comes with the next fetch', async () => {
    lay('Cut off');
    const id = await addMailbox(pop.port);
    pop.script.dropAfterBytes = 60;
    await expect(fetchNow(id)).rejects.toMatchObject({ code: 'unavailable', message: /closed the connection/ });
    expect(await broughtBy(id)).toEqual([]);
    delete pop.script.dropAfterBytes;
    expect(await fetchNow(id)).toMatchObject({ fetched: 1 });
    expect(await broughtBy(id)).toEqual(['Cut off: record_created']);
  });

  test.each(['undone', 'done'] as const)(
    'that breaks off at QUIT, the deletions %s: no mail is lost, none comes twice',
    async (dropAtQuit) => {
      const subject = lay(`Quit ${dropAtQuit}`);
      const id = await addMailbox(pop.port);
      pop.script.dropAtQuit = dropAtQuit;
      await expect(fetchNow(id)).rejects.toMatchObject({ code: 'unavailable' });
      delete pop.script.dropAtQuit;
      expect(await fetchNow(id)).toMatchObject({ fetched: 0 });
      expect(await broughtBy(id)).toEqual([`${subject}: record_created`]);
      expect(await leadsCalled(subject)).toBe(1);
      expect(pop.mails).toEqual([]);
      expect(await booksOf(id)).toEqual({ totals: { stored: 1 }, mailbox: { listed: 0, left: 0 }, balanced: true });
    },
  );

  test('that gives the name of a mail it deleted to another one: that one is taken, not deleted unseen', async () => {
    lay('The first', { uidl: '1' });
    const id = await addMailbox(pop.port);
    pop.script.dropAtQuit = 'done';
    await expect(fetchNow(id)).rejects.toMatchObject({ code: 'unavailable' });
    delete pop.script.dropAtQuit;
    lay('The other', { uidl: '1' });
    expect(await fetchNow(id)).toMatchObject({ fetched: 1 });
    expect(await broughtBy(id)).toEqual(['The first: record_created', 'The other: record_created']);
  });

  test('that gives one name to several mails: all come, and where they were to stay none does', async () => {
    lay('Twin one', { uidl: 'same' });
    lay('Twin two', { uidl: 'same' });
    const keeping = await addMailbox(pop.port, { leaveOnServer: true });
    expect(await fetchNow(keeping)).toMatchObject({ fetched: 2, succeeded: 0, failed: 2 });
    expect(await refusals()).toHaveLength(2);
    expect(await booksOf(keeping)).toMatchObject({ totals: { refused: 2 }, balanced: true });
    const id = await addMailbox(pop.port);
    expect(await fetchNow(id)).toMatchObject({ fetched: 2, succeeded: 2 });
    expect(await broughtBy(id)).toEqual(['Twin one: record_created', 'Twin two: record_created']);
    expect(pop.mails).toEqual([]);
  });

  test('that gives one name to one mail only after all: that one is taken, and the alerts end', async () => {
    lay('Twin three', { uidl: 'twin' });
    lay('Twin four', { uidl: 'twin' });
    const id = await addMailbox(pop.port, { leaveOnServer: true });
    await fetchNow(id);
    expect(await refusals()).toHaveLength(2);
    pop.mails.pop();
    expect(await fetchNow(id)).toMatchObject({ fetched: 1, succeeded: 1 });
    expect(await broughtBy(id)).toEqual(['Twin three: record_created']);
    expect(await refusals()).toEqual([]);
  });

  test('that announces 5 GB: the mail stays with an alert, those behind it come, and the alert ends with it', async () => {
    lay('Enormous', { announced: 5_000_000_000 });
    lay('Behind it');
    const id = await addMailbox(pop.port);
    expect(await fetchNow(id)).toMatchObject({ fetched: 2, succeeded: 1, failed: 1 });
    expect(pop.commands.filter((line) => line.startsWith('RETR'))).toEqual(['RETR 2']);
    expect(await refusals()).toEqual([expect.stringMatching(/announces 4769 MB, and 1 MB are taken at most/)]);
    expect(await fetchNow(id)).toMatchObject({ fetched: 0 });
    expect(await booksOf(id)).toEqual({
      totals: { stored: 1, refused: 1 },
      mailbox: { listed: 1, left: 0 },
      balanced: true,
    });
    pop.mails = [];
    await fetchNow(id);
    expect(await refusals()).toEqual([]);
    expect(await booksOf(id)).toMatchObject({ totals: { stored: 1, gone: 1 }, balanced: true });
  });

  test('that sends without an end: it is cut off at the limit, and the next fetch goes on behind it', async () => {
    lay('Endless');
    const id = await addMailbox(pop.port);
    pop.script.endless = true;
    expect(await fetchNow(id)).toMatchObject({ fetched: 1, failed: 1 });
    delete pop.script.endless;
    lay('After it');
    expect(await fetchNow(id)).toMatchObject({ fetched: 1, succeeded: 1 });
    expect(await broughtBy(id)).toEqual(['After it: record_created']);
    const { rows } = await t.ctx.db.execute(sql`select 1 from blob_chunk where sha256 like 'upload:%'`);
    expect(rows).toEqual([]);
  });

  test.each([
    ['has no UIDL', { UIDL: '-ERR not known\r\n' }, /no UIDL.*Use IMAP/],
    ['lists nonsense', { UIDL: '+OK\r\nhello world wide\r\n.\r\n' }, /something that is no list/],
    ['lists a number twice', { UIDL: '+OK\r\n1 a\r\n1 b\r\n.\r\n' }, /something that is no list/],
    ['talks about something else', { PASS: 'HTTP/1.1 400 Bad Request\r\n' }, /does not speak POP3/],
    ['never ends its line', { PASS: `+OK ${'x'.repeat(20_000)}` }, /longer than any reply/],
    ['is in use', { PASS: '-ERR [IN-USE] locked\r\n' }, /Another program has the mailbox open.*IN-USE/],
    ['hangs up on sign-in', { PASS: 'drop' }, /closed the connection/],
  ])('that %s: the fetch fails in words, and nothing is touched', async (_what, answers, words) => {
    lay('Untouched');
    const id = await addMailbox(pop.port);
    pop.commands = [];
    pop.script.answers = answers;
    await expect(fetchNow(id)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringMatching(words) });
    expect(pop.commands.filter((line) => /^(RETR|DELE)/.test(line))).toEqual([]);
  });

  test('that refuses one mail: it stays with an alert, the others come; a passing refusal ends the fetch', async () => {
    lay('Broken');
    lay('Whole');
    const id = await addMailbox(pop.port);
    pop.script.answers = { 'RETR 1': '-ERR [SYS/TEMP] try later\r\n' };
    await expect(fetchNow(id)).rejects.toMatchObject({ message: expect.stringMatching(/try later/) });
    pop.script.answers = { 'RETR 1': '-ERR disk error\r\n' };
    expect(await fetchNow(id)).toMatchObject({ fetched: 2, succeeded: 1, failed: 1 });
    expect(await refusals()).toEqual([expect.stringMatching(/disk error/)]);
    expect(pop.mails.map(({ raw }) => /Subject: (.*)\r/.exec(raw.toString())?.[1])).toEqual(['Broken']);
  });

  test('that falls silent is left when the worker stops', async () => {
    lay('Silent');
    const id = await addMailbox(pop.port);
    pop.script.answers = { RETR: 'hang' };
    pop.commands = [];
    const stop = new AbortController();
    const fetching = fetchIncomingServer(t.ctx, { id, signal: stop.signal });
    const failed = expect(fetching).rejects.toMatchObject({ message: 'The fetch was stopped.' });
    await eventually(async () => pop.commands.includes('RETR 1') || null);
    stop.abort();
    await failed;
    expect(await booksOf(id)).toMatchObject({ totals: { pending: 1 }, balanced: true });
  });

  test('a process killed between storing and QUIT: the mail comes again, and stands in one chatter once', async () => {
    const subject = lay('Killed in between');
    const id = await addMailbox(pop.port);
    pop.script.answers = { DELE: 'hang' };
    const child = startFetchChild(t.databaseUrl, id);
    await eventually(async () => pop.commands.includes('DELE 1') || null, 60_000);
    await child.kill();
    delete pop.script.answers;
    expect(pop.mails).toHaveLength(1);
    expect(await fetchAfterDeath(id)).toMatchObject({ fetched: 0, status: 'done' });
    expect(await broughtBy(id)).toEqual([`${subject}: record_created`]);
    expect(await leadsCalled(subject)).toBe(1);
    expect(pop.mails).toEqual([]);
  });

  test('a mailbox of 10 000 mails is taken in sessions that end', async () => {
    for (let n = 0; n < 10_000; n++) pop.mails.push({ uidl: `many-${n}`, raw: Buffer.from('') });
    pop.mails.splice(
      0,
      250,
      ...Array.from({ length: 250 }, (_, n) => ({ uidl: `real-${n}`, raw: sampleMail({ subject: `Many ${n}` }) })),
    );
    const id = await addMailbox(pop.port);
    expect(await fetchNow(id)).toMatchObject({ fetched: 200, remaining: 9800, status: 'partial' });
    expect(await booksOf(id)).toEqual({
      totals: { stored: 200, pending: 9800 },
      mailbox: { listed: 9800, left: 0 },
      balanced: true,
    });
    expect(pop.mails).toHaveLength(9800);
  });
});

describe('encryption that was asked for', () => {
  let certificate: Awaited<ReturnType<typeof makeCertificates>>['selfSigned'];
  beforeAll(async () => {
    certificate = (await makeCertificates()).selfSigned;
  });

  test('a server without STLS gets no password', async () => {
    const id = await addDraft(pop.port, { encryption: 'starttls' });
    const { ok, steps } = await confirmIncomingServer(t.ctx, id);
    expect(ok).toBe(false);
    expect(steps.at(-1)).toMatchObject({ step: 'tls', hint: expect.stringMatching(/offers no STARTTLS/) });
    expect(pop.commands.filter((line) => /^(USER|PASS|AUTH)/.test(line))).toEqual([]);
  });

  test('nor does one that answers before encryption what should come after it', async () => {
    pop.script.certificate = certificate;
    pop.script.answers = { STLS: '+OK\r\n+OK welcome\r\n' };
    const { steps } = await confirmIncomingServer(t.ctx, await addDraft(pop.port, { encryption: 'starttls' }));
    expect(steps.at(-1)).toMatchObject({ step: 'tls', ok: false });
    expect(pop.commands.filter((line) => /^(USER|PASS|AUTH)/.test(line))).toEqual([]);
  });

  test('with STLS it does, and the mail comes', async () => {
    pop.script.certificate = certificate;
    lay('Encrypted');
    const id = await addMailbox(pop.port, { encryption: 'starttls' });
    expect(await fetchNow(id)).toMatchObject({ fetched: 1 });
  });
});

test('a server that greets as something else is told apart from one that fails', async () => {
  pop.script.greeting = '220 mail.example ESMTP';
  const { steps } = await confirmIncomingServer(t.ctx, await addDraft(pop.port));
  expect(steps.at(-1)).toMatchObject({
    step: 'greeting',
    reply: '220 mail.example ESMTP',
    hint: expect.stringMatching(/does not greet as a POP3 server/),
  });
});
