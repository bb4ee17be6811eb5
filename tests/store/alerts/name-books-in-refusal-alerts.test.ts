import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeAll(async () => {
  t = await openTestContext();
});
afterAll(() => t.close());

const folder = path.resolve(import.meta.dirname, '../../../drizzle/migrations');

async function migrateAgain(): Promise<void> {
  const file = readdirSync(folder).find((name) => name.endsWith('_name_books_in_refusal_alerts.sql')) ?? '';
  for (const statement of readFileSync(path.join(folder, file), 'utf8').split('--> statement-breakpoint')) {
    await t.ctx.db.execute(sql.raw(statement));
  }
}

async function addServer(type: 'imap' | 'pop3'): Promise<number> {
  const { rows } = await t.ctx.db.execute<{ id: number }>(
    sql`insert into incoming_server (name, type) values ('one', ${type}) returning id`,
  );
  return rows[0]?.id ?? 0;
}

const addAlert = (key: string) =>
  t.ctx.db.execute(sql`
    insert into alert (kind, key, severity, title, detail) values ('incoming-mail-refused', ${key}, 'warning', '', '')`);

test('alerts of the time before name their books, and those about mails that were taken since end', async () => {
  const [imap, pop3] = [await addServer('imap'), await addServer('pop3')];
  const { rows: made } = await t.ctx.db.execute<{ id: number }>(sql`
    insert into mailbox_folder (incoming_server_id, account, folder, uid_validity)
    values (${imap}, 'us@host', 'INBOX', '1') returning id`);
  const books = made[0]?.id ?? 0;
  await t.ctx.db.execute(sql`
    insert into mailbox_range (folder_id, first_uid, last_uid, disposition)
    values (${books}, 1, 6, 'stored'), (${books}, 7, 9, 'refused')`);
  const later = `${imap}:${books}:6`;
  for (const key of [`${imap}:3`, `${imap}:8`, `${pop3}:8`, `${pop3}:a name`, later]) await addAlert(key);
  await migrateAgain();
  const { rows } = await t.ctx.db.execute<{ key: string }>(
    sql`select key from alert where resolved_at is null order by id`,
  );
  expect(rows.map(({ key }) => key)).toEqual([`${imap}:${books}:8`, `${pop3}:8`, `${pop3}:a name`, later]);
});
