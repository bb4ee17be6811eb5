import { addMilliseconds } from '#lib/core/clock.ts';
import { parseListQuery } from '#lib/core/list-query.ts';
import { countIncomingMails } from '#lib/mail/incoming/count-incoming-mails.ts';
import { incomingMailListFields } from '#lib/mail/incoming/incoming-mail-schema.ts';
import { readLedger } from '#lib/mail/incoming/ledger/read-ledger.ts';
import { listIncomingMails } from '#lib/mail/incoming/list-incoming-mails.ts';
import { loadQuarantine } from '#lib/mail/incoming/load-quarantine.ts';
import type { BenchDatabase } from './bench-database.ts';
import { type FilledMails, fillIncomingMails } from './fill-incoming-mails.ts';
import { daysAgo, timeFilling, timeLists } from './time-lists.ts';

const mails = 1_000_000;
const what = `${mails} incoming mails`;

const pagesOf = ({ servers, folder, messageId }: FilledMails & { messageId: string }) => ({
  'first page': '',
  quarantined: 'outcome=quarantined',
  failed: 'outcome=failed',
  'in documents': 'outcome=reply_posted,record_created,record_updated',
  'sent back': 'outcome=bounced_policy,bounced_alias_config,bounced_catchall,bounced_loop',
  reports: 'outcome=bounce_processed,report_logged,complaint',
  'left alone': 'outcome=duplicate,auto_reply,loop_reply_ignored,spam,no_op',
  'not processed yet': 'processed=false',
  processed: 'processed=true',
  'of a busy server': `incomingServerId=${servers.busy}`,
  'of a small server': `incomingServerId=${servers.small}`,
  'of a server, quarantined': `incomingServerId=${servers.busy}&outcome=quarantined`,
  'of the books of a mailbox': `folderId=${folder}`,
  '50 numbers of the books': `folderId=${folder}&uid__gte=500001&uid__lte=500050`,
  '10 000 numbers': `folderId=${folder}&uid__gte=500001&uid__lte=510000`,
  '500 000 numbers': `folderId=${folder}&uid__gte=200001&uid__lte=700000`,
  'the same, of a server': `incomingServerId=${servers.busy}&folderId=${folder}&uid__gte=200001&uid__lte=700000`,
  'the numbers from one on': `folderId=${folder}&uid__gte=999000`,
  'one number': `folderId=${folder}&uid=500001`,
  'of one day long ago': `receivedAt__gte=${daysAgo(100)}&receivedAt__lte=${daysAgo(99)}`,
  'of the last day, quarantined': `receivedAt__gte=${daysAgo(1)}&outcome=quarantined`,
  'of one sender': 'sender=anna7@customer7.example',
  'of a machine that writes every tenth': 'sender=monitor@machines.example',
  'of nobody': 'sender=nobody@customer.example',
  'by Message-ID': `messageId=${messageId}`,
  'came by a usual way': 'source=lmtp',
  'came by a rare way': 'source=pipe',
  'came by a way never used': 'source=sandbox',
  'came by a usual way, in documents': 'source=lmtp&outcome=reply_posted,record_created,record_updated',
  'of half a year, left alone': `receivedAt__gte=${daysAgo(180)}&outcome=duplicate,auto_reply,spam,no_op`,
  'the oldest first': 'sort=receivedAt',
  '5000 by subject': `outcome=no_op&receivedAt__gte=${daysAgo(115)}&sort=subject`,
  '5000 by sender': `outcome=no_op&receivedAt__gte=${daysAgo(115)}&sort=-from`,
  'of one day by outcome': `receivedAt__gte=${daysAgo(100)}&receivedAt__lte=${daysAgo(99)}&sort=-outcome`,
  'by offset 10 000': 'offset=10000',
});

const searches = {
  'one mail by its number': 'q=723456',
  'a word in a tenth of all': 'q=invoice',
  'a word in all': 'q=sales',
  'two words': 'q=invoice lamps',
  'a person': 'q=emma1234@',
  'two letters': 'q=re',
  'two letters, nothing there': 'q=qx',
  'nothing there': 'q=xylophone',
  'quarantined, with a word': 'outcome=quarantined&q=invoice',
};

/** Every list of incoming mails an administrator opens, on a million of them, by the verb the page and the API call. */
export async function benchIncomingLists(bench: BenchDatabase): Promise<void> {
  await timeIncomingLists(bench, await timeFilling(what, () => fillIncomingMails(bench.sql, mails)));
}

async function timeIncomingLists({ ctx, sql }: BenchDatabase, filled: FilledMails): Promise<void> {
  const { servers, folder } = filled;
  const list = (text: string) => () =>
    listIncomingMails(ctx, parseListQuery(new URLSearchParams(text), incomingMailListFields));
  const asked = (texts: Record<string, string>) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, list(text)]));
  const { rows } = await sql.query('select message_id from incoming_mail order by id limit 1 offset 400002');
  await timeLists(sql, {
    what,
    peers: {
      page: 'select * from incoming_mail order by id desc limit 51 offset 500000',
      search: "select * from incoming_mail where (search_text || '') like '%723456%' order by id desc limit 51",
    },
    pages: {
      ...asked(pagesOf({ ...filled, messageId: rows[0].message_id })),
      'counts of the tabs': () => countIncomingMails(ctx),
      'what waits in quarantine': () => loadQuarantine(ctx.db, addMilliseconds(new Date(), -86_400_000)),
      'books of 20 000 ranges': () => readLedger(ctx, { id: servers.busy, limit: 1 }),
      'further ranges of them': () => readLedger(ctx, { id: servers.busy, folderId: folder, from: 600_001, limit: 50 }),
      'ranges of one disposition': () => readLedger(ctx, { id: servers.busy, disposition: 'gone', limit: 200 }),
      'books of a POP3 mailbox of 20 000': () => readLedger(ctx, { id: servers.pop3 }),
    },
    searches: asked(searches),
  });
}
