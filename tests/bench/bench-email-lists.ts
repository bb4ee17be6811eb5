import { parseListQuery } from '#lib/core/list-query.ts';
import { countEmails } from '#lib/mail/outgoing/count-emails.ts';
import { emailListFields } from '#lib/mail/outgoing/email-schema.ts';
import { listEmails } from '#lib/mail/outgoing/list-emails.ts';
import { listFailureGroups } from '#lib/mail/outgoing/list-failure-groups.ts';
import type { BenchDatabase } from './bench-database.ts';
import { fillEmails } from './fill-emails.ts';
import { daysAgo, timeFilling, timeLists } from './time-lists.ts';

const emails = 1_000_000;

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
  'of the last day': `createdAt__gte=${daysAgo(1)}`,
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

/** Every list of emails an administrator opens, on a million of them, by the verb the page and the API call. */
export async function benchEmailLists({ ctx, sql }: BenchDatabase): Promise<void> {
  const what = `${emails} emails`;
  await timeFilling(what, () => fillEmails(sql, emails));
  const list = (text: string) => () => listEmails(ctx, parseListQuery(new URLSearchParams(text), emailListFields));
  const asked = (texts: Record<string, string>) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, list(text)]));
  await timeLists(sql, {
    what,
    peers: {
      page: 'select * from email order by id desc limit 51 offset 500000',
      search: "select * from email where (search_text || '') like '%723456%' order by id desc limit 51",
    },
    pages: {
      ...asked(pages),
      'counts of the tabs': () => countEmails(ctx),
      'groups of failures': () => listFailureGroups(ctx),
    },
    searches: asked(searches),
  });
}
