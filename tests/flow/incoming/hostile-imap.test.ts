import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addMilliseconds } from '#lib/core/clock.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import { checkBooks } from '#lib/mail/incoming/fetch/check-books.ts';
import { type FetchResult, fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import type { FolderLedger } from '#lib/mail/incoming/ledger/ledger-schema.ts';
import { readLedger } from '#lib/mail/incoming/ledger/read-ledger.ts';
import { deleteIncomingServer } from '#lib/mail/servers/delete-incoming-server.ts';
import { sealServerSecret } from '#lib/mail/servers/server-secret.ts';
import { foundNorth } from '../../setup/found-north.ts';
import { type FetchTrouble, ImapDouble } from '../../setup/imap-double.ts';
import { sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let imap: ImapDouble;
let id: number;

beforeAll(async () => {
  t = await openTestContext();
  await foundNorth(t.ctx);
  const team = await createRecord(t.ctx, 'sales_team', { name: 'Europe' });
  await setOwnerAlias(t.ctx, { ownerModel: 'sales_team', ownerId: team.id, localPart: 'sales', model: 'lead' });
});
afterAll(() => t?.close());

beforeEach(async () => {
  imap = await ImapDouble.start();
  const sealed = sealServerSecret(t.ctx, 'secret');
  const { rows } = await t.ctx.db.execute<{ id: number }>(sql`
    insert into incoming_server (name, host, port, encryption, username, password_sealed, state)
    values ('Hostile', '127.0.0.1', ${imap.port}, 'none', 'hostile', ${sealed}, 'confirmed') returning id`);
  id = rows[0]?.id ?? 0;
});
afterEach(() => imap.stop());

const deliver = (subject: string) => imap.deliver(sampleMail({ subject, from: `${subject}@customer.example` }));
const deliverSome = (count: number, name = 'mail') =>
  Array.from({ length: count }, (_, n) => deliver(`${name}${n + 1}`));
const fetch = () => fetchIncomingServer(t.ctx, { id });

/** Fetches until nothing is left; a run that fails is followed by another, as by the clock. */
async function fetchOften(runs = 8): Promise<void> {
  for (let run = 0; run < runs; run++) {
    const result: FetchResult | null = await fetch().catch(() => null);
    if (result?.status === 'done') return;
  }
}

/** Subjects of what was received, with outcomes. */
async function received(): Promise<string[]> {
  const { rows } = await t.ctx.db.execute<{ subject: string; outcome: string }>(
    sql`select subject, outcome from incoming_mail where incoming_server_id = ${id} order by subject, id`,
  );
  return rows.map(({ subject, outcome }) => (outcome === 'record_created' ? subject : `${subject}: ${outcome}`));
}

async function books(): Promise<FolderLedger> {
  const [current] = (await readLedger(t.ctx, { id })).folders;
  if (!current) throw new Error('no books');
  return current;
}

const shown = ({ ranges }: FolderLedger) =>
  ranges.map(({ from, to, disposition }) => `${from}-${to} ${disposition}`).join(', ');

/** These mails are in trouble, `times` at most. */
function troubleAt(uids: number[], trouble: FetchTrouble, times = Number.POSITIVE_INFINITY): void {
  let left = times;
  imap.trouble.onFetch = (uid) => (uids.includes(uid) && left-- > 0 ? trouble : undefined);
}

async function alerts(): Promise<string[]> {
  const { rows } = await t.ctx.db.execute<{ kind: string; link: string }>(
    sql`select kind from alert where resolved_at is null and link = ${`/technical/incoming-servers/${id}`} order by id`,
  );
  return rows.map(({ kind }) => kind);
}

describe('a mailbox whose server misbehaves', () => {
  test('UIDVALIDITY changes: nothing is stored as new twice, and what came meanwhile is taken, read or not', async () => {
    imap.deliver(sampleMail({ subject: 'old' }), { seen: true, internalDate: new Date('2020-01-01') });
    deliverSome(2);
    await fetch();
    deliver('news');
    imap.markSeen(4);
    imap.expunge(2);
    imap.renumber();
    await fetch();
    expect(await received()).toEqual(['mail1', 'mail2', 'mail2: duplicate', 'news']);
    expect(shown(await books())).toBe('1-1 read_before, 2-2 duplicate, 3-3 stored');
  });

  test('numbers are given out again without a new UIDVALIDITY: the books begin anew, nothing is lost or doubled', async () => {
    deliverSome(3);
    await fetch();
    imap.renumber(imap.uidValidity);
    imap.expunge(1);
    imap.expunge(2);
    imap.renumber(imap.uidValidity);
    deliver('afterwards');
    await fetch();
    expect(await received()).toEqual(['afterwards', 'mail1', 'mail2', 'mail3', 'mail3: duplicate']);
    expect(shown(await books())).toBe('1-1 duplicate, 2-2 stored');
    expect(await alerts()).toEqual(['mailbox-numbers']);
  });

  test('UIDNEXT is not told: the books end with the last mail', async () => {
    imap.trouble = { noUidNext: true, noEsearch: true };
    deliverSome(3);
    imap.expunge(2);
    await fetch();
    expect(shown(await books())).toBe('1-1 stored, 2-2 absent, 3-3 stored');
    imap.expunge(3);
    deliver('more');
    await fetch();
    expect(shown(await books())).toBe('1-1 stored, 2-2 absent, 3-4 stored');
  });

  test('a mail is deleted between being listed and being fetched: it is gone, its neighbours are taken', async () => {
    deliverSome(3);
    troubleAt([2], 'expunge');
    await fetch();
    expect(shown(await books())).toBe('1-1 stored, 2-2 gone, 3-3 stored');
  });

  test('an answer nobody can read costs one mail another try, and no other mail anything', async () => {
    deliverSome(4);
    troubleAt([2], 'malformed', 1);
    await fetchOften();
    expect(await received()).toEqual(['mail1', 'mail2', 'mail3', 'mail4']);
    expect(shown(await books())).toBe('1-4 stored');
  });

  for (const trouble of ['malformed', 'skip', 'empty', 'other', 'no', 'disconnect'] as const) {
    test(`a mail that always comes as "${trouble}" is refused with a reason, and holds up none behind it`, async () => {
      deliverSome(5);
      troubleAt([2], trouble);
      await fetchOften();
      expect(await received()).toEqual(['mail1', 'mail3', 'mail4', 'mail5']);
      const ledger = await books();
      expect(shown(ledger)).toBe('1-1 stored, 2-2 refused, 3-5 stored');
      expect(ledger.ranges[1]?.reason).toBeTruthy();
      expect(ledger.balanced).toBe(true);
      expect(await alerts()).toContain('incoming-mail-refused');
      imap.trouble = {};
      await checkBooks(t.ctx, id);
      expect(shown(await books())).toBe('1-5 stored');
      expect(await received()).toContain('mail2');
      expect(await alerts()).toEqual([]);
    });
  }

  test('the alert about a refused mail stays while its next try fails, and goes with the mail', async () => {
    deliverSome(2, 'refused');
    troubleAt([2], 'skip');
    await fetchOften();
    await checkBooks(t.ctx, id);
    expect(await alerts()).toEqual(['incoming-mail-refused']);
    imap.expunge(2);
    await checkBooks(t.ctx, id);
    expect(shown(await books())).toBe('1-1 stored, 2-2 gone');
    expect(await alerts()).toEqual([]);
  });

  test('the alert about a refused mail does not end with another mail of the same number in another folder', async () => {
    deliverSome(2, 'refused');
    troubleAt([2], 'skip');
    await fetchOften();
    imap.trouble = {};
    await t.ctx.db.execute(sql`update incoming_server set username = 'somebody else' where id = ${id}`);
    await fetch();
    expect(shown(await books())).toBe('1-1 read_before, 2-2 stored');
    expect(await alerts()).toEqual(['incoming-mail-refused']);
    await deleteIncomingServer(t.ctx, id);
    expect(await alerts()).toEqual([]);
  });

  test('the alert about a refused mail ends when the numbers are given out anew, and the mail is looked at again', async () => {
    deliverSome(3, 'refused');
    troubleAt([2], 'skip');
    await fetchOften();
    imap.expunge(1);
    imap.renumber();
    troubleAt([1], 'skip');
    await fetchOften();
    expect(shown(await books())).toBe('1-1 refused, 2-2 duplicate');
    const { rows } = await t.ctx.db.execute(sql`
      select detail like 'Mail number 1 %' as "isNew", resolved_at is null as "isOpen" from alert
      where link = ${`/technical/incoming-servers/${id}`} order by id`);
    expect(rows).toEqual([
      { isNew: false, isOpen: false },
      { isNew: true, isOpen: true },
    ]);
  });

  test('five gigabytes are announced: the mail is refused, memory stays flat, the others come', async () => {
    deliverSome(4);
    troubleAt([3], 'huge');
    const before = process.memoryUsage().rss;
    await fetchOften();
    expect(process.memoryUsage().rss - before).toBeLessThan(120_000_000);
    expect(await received()).toEqual(['mail1', 'mail2', 'mail4']);
    expect(shown(await books())).toBe('1-2 stored, 3-3 refused, 4-4 stored');
  });

  test('the connection ends in the middle of a mail: what came before is kept, the rest comes with the next fetch', async () => {
    deliverSome(6);
    troubleAt([4], 'disconnect', 1);
    await expect(fetch()).rejects.toMatchObject({ code: 'unavailable' });
    expect((await received()).length).toBeGreaterThanOrEqual(3);
    await fetchOften();
    expect(await received()).toEqual(['mail1', 'mail2', 'mail3', 'mail4', 'mail5', 'mail6']);
    expect(shown(await books())).toBe('1-6 stored');
  });

  test('mails are read or moved away behind our back: read ones are taken all the same, moved ones are accounted for', async () => {
    await fetch();
    deliverSome(4);
    imap.markSeen(1);
    imap.markSeen(2);
    imap.expunge(3);
    await fetch();
    expect(await received()).toEqual(['mail1', 'mail2', 'mail4']);
    expect(shown(await books())).toBe('1-2 stored, 3-3 absent, 4-4 stored');
  });

  test('a mail that comes byte by byte arrives whole', async () => {
    deliverSome(2);
    troubleAt([1, 2], 'drip');
    await fetch();
    expect(await received()).toEqual(['mail1', 'mail2']);
  });

  for (const [what, trouble, words] of [
    ['BYE instead of a greeting', { bye: true }, ''],
    ['NO to SELECT', { noSelect: true }, 'SERVERBUG'],
    ['a folder that has disappeared', { noFolder: true }, 'folder'],
  ] as const) {
    test(`${what} is on the server in words, and the mail comes once that is over`, async () => {
      deliver('later');
      imap.trouble = trouble;
      await expect(fetch()).rejects.toMatchObject({ code: 'unavailable' });
      const { rows } = await t.ctx.db.execute<{ words: string }>(
        sql`select last_error as words from incoming_server where id = ${id}`,
      );
      expect(rows[0]?.words).toContain(words);
      imap.trouble = {};
      await fetch();
      expect(await received()).toEqual(['later']);
    });
  }
});

describe('the books', () => {
  test('a mail that shows up under an old number is found by the daily comparison, and fetched', async () => {
    deliverSome(3);
    const [, hidden] = imap.mails;
    if (hidden) imap.mails = imap.mails.filter((mail) => mail !== hidden);
    await fetch();
    expect(shown(await books())).toBe('1-1 stored, 2-2 absent, 3-3 stored');
    if (hidden) imap.mails.splice(1, 0, hidden);
    await fetch();
    expect(await received()).toEqual(['mail1', 'mail3']);
    const tomorrow = addMilliseconds(t.ctx.now(), 25 * 3_600_000);
    await fetchIncomingServer({ ...t.ctx, now: () => tomorrow }, { id });
    expect(await received()).toEqual(['mail1', 'mail2', 'mail3']);
    expect(shown(await books())).toBe('1-3 stored');
  });

  test('that lost rows do not balance; checking them finds what was in the holes', async () => {
    deliverSome(4);
    await fetch();
    const { id: folderId } = await books();
    await t.ctx.db.execute(sql`update mailbox_range set last_uid = 2 where folder_id = ${folderId}`);
    expect(await books()).toMatchObject({ balanced: false, accounted: 2 });
    const { folders } = await checkBooks(t.ctx, id);
    expect(folders[0]).toMatchObject({ balanced: true, accounted: 4, nextUid: 5, uidNext: 5 });
    expect(await received()).toEqual(['mail1', 'mail2', 'mail3', 'mail4']);
    expect(await alerts()).toEqual([]);
  });

  test('that cannot be brought to balance raise an alert, which goes when they balance', async () => {
    deliverSome(2);
    await fetch();
    const { id: folderId } = await books();
    await t.ctx.db.execute(sql`
      insert into mailbox_range (folder_id, first_uid, last_uid, disposition) values (${folderId}, 2, 2, 'gone')`);
    await checkBooks(t.ctx, id);
    expect(await alerts()).toEqual(['ledger-gap']);
    await t.ctx.db.execute(sql`delete from mailbox_range where folder_id = ${folderId} and first_uid = 2`);
    await checkBooks(t.ctx, id);
    expect(await alerts()).toEqual([]);
  });

  test('of a million mails read before are one range, and pages of many ranges follow each other', async () => {
    imap.uidNext = 1_000_000;
    deliver('last');
    imap.markSeen(1_000_000);
    await fetch();
    expect(shown(await books())).toBe('1-999999 absent, 1000000-1000000 read_before');
    const { id: folderId } = await books();
    const page = await readLedger(t.ctx, { id, folderId, limit: 1 });
    expect(page.folders[0]).toMatchObject({ rangeCount: 2, nextFrom: 1_000_000 });
    const rest = await readLedger(t.ctx, { id, folderId, from: 1_000_000 });
    expect(rest.folders[0]?.ranges).toEqual([
      { from: 1_000_000, to: 1_000_000, disposition: 'read_before', reason: null },
    ]);
    await expect(readLedger(t.ctx, { id, limit: 1000 })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('of another mailbox with the same UIDVALIDITY are its own', async () => {
    deliverSome(2);
    await fetch();
    await t.ctx.db.execute(sql`update incoming_server set username = 'somebody else' where id = ${id}`);
    imap.mails = [];
    imap.uidNext = 1;
    deliver('other');
    await fetch();
    expect(await received()).toEqual(['mail1', 'mail2', 'other']);
  });
});
