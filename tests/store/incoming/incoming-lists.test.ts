import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseListQuery } from '#lib/core/list-query.ts';
import { countIncomingMails } from '#lib/mail/incoming/count-incoming-mails.ts';
import { incomingMailListFields } from '#lib/mail/incoming/incoming-mail-schema.ts';
import { listIncomingMails } from '#lib/mail/incoming/list-incoming-mails.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;

/** Forty mails of one mailbox, in the order of their numbers but for the last, which came first; two of another. */
beforeAll(async () => {
  t = await openTestContext();
  await t.ctx.db.execute(sql`insert into blob (sha256, size, encoding) values ('raw', 1, 'gzip')`);
  await t.ctx.db.execute(sql`
    insert into incoming_mail (received_at, source, folder_id, uid, sha256, size, outcome, message_id)
    select case uid when 40 then now() - interval '1 day' else now() - (40 - uid) * interval '1 minute' end, 'imap', 7, uid,
      'raw', 1, case when uid <= 3 then null when uid <= 10 then 'spam' when uid <= 12 then 'failed' else 'reply_posted' end,
      '<' || uid / 2 || '@customer.example>'
    from generate_series(1, 40) as uid
    union all select now(), 'imap', 8, uid, 'raw', 1, 'spam', null from generate_series(20, 21) as uid`);
});
afterAll(() => t.close());

const listed = (query: string) =>
  listIncomingMails(t.ctx, parseListQuery(new URLSearchParams(query), incomingMailListFields));
const numbers = async (query: string) => (await listed(query)).items.map(({ uid }) => uid);

test('the mails of a run of numbers are listed, those of one mailbox only', async () => {
  expect(await numbers('folderId=7&uid__gte=20&uid__lte=23')).toEqual([23, 22, 21, 20]);
  expect(await numbers('folderId=8&uid__gte=20&uid__lte=23')).toEqual([21, 20]);
  expect(await numbers('folderId=7&uid__gte=39')).toEqual([40, 39]);
  expect(await numbers('folderId=7&uid__lte=2')).toEqual([2, 1]);
});

test('the books of one mailbox are listed by number, other lists by the time of arrival', async () => {
  expect((await numbers('folderId=7'))[0]).toBe(40);
  expect(await numbers('folderId=7&uid__gte=38&sort=uid')).toEqual([38, 39, 40]);
  expect(await numbers('folderId=7&uid__gte=38&sort=-receivedAt')).toEqual([39, 38, 40]);
  expect(await numbers('uid__gte=38')).toEqual([39, 38, 40]);
  expect((await numbers('folderId=7,8')).at(-1)).toBe(40);
});

test('pages of a run of numbers follow each other without gap or repetition', async () => {
  const seen: (number | null)[] = [];
  let cursor: string | null = '';
  do {
    const query = `folderId=7&uid__gte=5&uid__lte=29&limit=10${cursor ? `&cursor=${cursor}` : ''}`;
    const page = await listed(query);
    seen.push(...page.items.map(({ uid }) => uid));
    expect(page.total).toBe(25);
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 29 - index));
});

test('numbers of several mailboxes mean nothing together: a list of them cannot be sorted by number', () => {
  for (const query of ['sort=uid', 'sort=-uid&folderId=7,8', 'sort=uid&folderId__gte=7']) {
    expect(() => parseListQuery(new URLSearchParams(query), incomingMailListFields), query).toThrow(
      /Cannot sort by "uid"/,
    );
  }
});

test('both mails with one Message-ID are found by it', async () => {
  expect(await numbers('messageId=<10@customer.example>')).toEqual([21, 20]);
});

test('each outcome is counted up to a limit, and it is said of which there are more', async () => {
  expect(await countIncomingMails(t.ctx, 9)).toEqual({
    all: 9,
    unprocessed: 3,
    outcomes: { spam: 9, failed: 2, reply_posted: 9 },
    limit: 9,
    more: ['reply_posted', 'all'],
  });
});

test('below the limit counts are exact', async () => {
  expect(await countIncomingMails(t.ctx)).toEqual({
    all: 42,
    unprocessed: 3,
    outcomes: { spam: 9, failed: 2, reply_posted: 28 },
    limit: 10_000,
    more: [],
  });
});

test('a tab of several outcomes may hold more than each of them was counted to', async () => {
  const { all, more } = await countIncomingMails(t.ctx, 30);
  expect({ all, more }).toEqual({ all: 30, more: ['all'] });
});
