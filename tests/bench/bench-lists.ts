import type pg from 'pg';
import { parseListQuery } from '#lib/core/list-query.ts';
import { countEmails } from '#lib/mail/outgoing/count-emails.ts';
import { emailListFields } from '#lib/mail/outgoing/email-schema.ts';
import { listEmails } from '#lib/mail/outgoing/list-emails.ts';
import { listFailureGroups } from '#lib/mail/outgoing/list-failure-groups.ts';
import type { BenchDatabase } from './bench-database.ts';
import { milliseconds, percentile, printTable, type Row, ratio, timeRuns } from './figures.ts';
import { fillEmails } from './fill-emails.ts';

const emails = 1_000_000;
const runs = 15;
/** In milliseconds. */
const targets = { page: 50, search: 300 };

/** A moment so many days ago, as a filter takes it. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

const pages = {
  'first page': '',
  'state outgoing': 'state=outgoing',
  'state sending': 'state=sending',
  'state sent': 'state=sent',
  'state failed': 'state=failed',
  'state cancelled': 'state=cancelled',
  deferred: 'deferred=true',
  'failure type': 'failureType=mail_smtp',
  'of one server': 'serverId=2',
  'of one document': 'model=lead&recordId=77',
  'of the last day': `createdAt__gte=${new Date(Date.now() - 86_400_000).toISOString()}`,
  'sent on one day long ago': `sentAt__gte=${daysAgo(100)}&sentAt__lte=${daysAgo(99)}`,
  'waiting for their hour': 'scheduled=true',
  'scheduled for the coming week': `scheduledAt__gte=${daysAgo(0)}&scheduledAt__lte=${daysAgo(-7)}`,
  'of a small company': 'companyId=2',
  'the oldest first': 'sort=createdAt',
  'by offset 10 000': 'offset=10000',
};

const searches = {
  'one mail by its number': 'q=723456',
  'a word in a tenth of all': 'q=invoice',
  'a word in all': 'q=customer',
  'two words': 'q=invoice lamps',
  'a person': 'q=emma1234@',
  'two letters': 'q=re',
  'two letters, nothing there': 'q=qx',
  'nothing there': 'q=xylophone',
  'failed, with a word': 'state=failed&q=invoice',
};

/** Every list an administrator opens on a million mails, by the verb the page and the API call. */
export async function benchLists({ ctx, sql }: BenchDatabase): Promise<void> {
  const since = performance.now();
  await fillEmails(sql, emails);
  process.stdout.write(`\n${emails} mails made in ${Math.round((performance.now() - since) / 1000)} s\n`);
  const list = (text: string) => listEmails(ctx, parseListQuery(new URLSearchParams(text), emailListFields));
  const peers = await timePeers(sql);
  const table = async (queries: Record<string, string>, target: number, peer: number) => {
    const rows: Row[] = [];
    for (const [name, text] of Object.entries(queries)) rows.push(await measure(name, () => list(text), target, peer));
    return rows;
  };
  const counts = [
    await measure('counts of the tabs', () => countEmails(ctx), targets.page, peers.page),
    await measure('groups of failures', () => listFailureGroups(ctx), targets.page, peers.page),
  ];
  const shown = [...(await table(pages, targets.page, peers.page)), ...counts];
  printTable(
    `A page of ${emails} emails (target ${targets.page} ms; peer: the same page by OFFSET from the middle, ${milliseconds(peers.page)})`,
    shown,
  );
  printTable(
    `A search in them (target ${targets.search} ms; peer: LIKE without an index, ${milliseconds(peers.search)})`,
    await table(searches, targets.search, peers.search),
  );
}

async function measure(name: string, work: () => Promise<unknown>, target: number, peer: number): Promise<Row> {
  await work();
  const times = await timeRuns(runs, work);
  const median = percentile(times, 0.5);
  const worst = Math.max(...times);
  const verdict = median > target ? 'TOO SLOW' : worst > target ? 'slow at worst' : 'ok';
  return { list: name, median: milliseconds(median), worst: milliseconds(worst), peer: ratio(median, peer), verdict };
}

/** What the same questions cost the plain way, in milliseconds. */
async function timePeers(sql: pg.Client): Promise<{ page: number; search: number }> {
  const page = 'select * from email order by id desc limit 51 offset 500000';
  const search = "select * from email where (search_text || '') like '%723456%' order by id desc limit 51";
  const median = async (text: string) => percentile(await timeRuns(3, () => sql.query(text)), 0.5);
  return { page: await median(page), search: await median(search) };
}
