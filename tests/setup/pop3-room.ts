import { sql } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';
import { createRecord } from '#lib/documents/create-record.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import { fetchIncomingServer } from '#lib/mail/incoming/fetch/fetch-server.ts';
import { readLedger } from '#lib/mail/incoming/ledger/read-ledger.ts';
import { confirmIncomingServer } from '#lib/mail/servers/confirm-incoming-server.ts';
import type { CreateIncomingServerInput } from '#lib/mail/servers/incoming-server-schema.ts';
import { saveIncomingServer } from '#lib/mail/servers/save-incoming-server.ts';
import { foundNorth } from '../setup/found-north.ts';
import { openTestContext, type TestContext } from './test-context.ts';

export let t: TestContext;

/** A company whose mails to sales@north.example become leads. Called once at the head of a test file. */
export function openPop3Room(env: Record<string, string> = {}): void {
  beforeAll(async () => {
    t = await openTestContext(env);
    await foundNorth(t.ctx);
    const team = await createRecord(t.ctx, 'sales_team', { name: 'Europe' });
    await setOwnerAlias(t.ctx, { ownerModel: 'sales_team', ownerId: team.id, localPart: 'sales', model: 'lead' });
  });
  afterAll(() => t?.close());
}

let made = 0;

/** A POP3 server as the form saves it; its test is still to come. */
export async function addDraft(port: number, change: Partial<CreateIncomingServerInput> = {}): Promise<number> {
  made += 1;
  const { id } = await saveIncomingServer(t.ctx, {
    name: `Mailbox ${made}`,
    type: 'pop3',
    host: '127.0.0.1',
    port,
    encryption: 'none',
    username: 'sales@north.example',
    password: 'letmein',
    ...change,
  });
  return id;
}

/** The same, tested and confirmed. */
export async function addMailbox(port: number, change: Partial<CreateIncomingServerInput> = {}): Promise<number> {
  const id = await addDraft(port, change);
  const { ok, steps } = await confirmIncomingServer(t.ctx, id);
  if (!ok) throw new Error(`not confirmed: ${JSON.stringify(steps)}`);
  return id;
}

export const fetchNow = (id: number) => fetchIncomingServer(t.ctx, { id });

/** `<subject>: <outcome>` of each mail a server brought. */
export async function broughtBy(id: number): Promise<string[]> {
  const { rows } = await t.ctx.db.execute<{ words: string }>(
    sql`select coalesce(subject, '') || ': ' || coalesce(outcome, 'unprocessed') as words
        from incoming_mail where incoming_server_id = ${id} order by id`,
  );
  return rows.map(({ words }) => words);
}

/** How many leads have this subject: a mail taken twice would make two. */
export async function leadsCalled(name: string): Promise<number> {
  const { rows } = await t.ctx.db.execute<{ leads: number }>(
    sql`select count(*)::int as leads from lead where name = ${name}`,
  );
  return rows[0]?.leads ?? 0;
}

/** The books as the API shows them, and whether they balance. */
export async function booksOf(id: number) {
  const [books] = (await readLedger(t.ctx, { id })).folders;
  if (!books) throw new Error('there are no books');
  const counted = Object.values(books.totals).reduce((sum, mails) => sum + mails, 0);
  return { totals: books.totals, mailbox: books.mailbox, balanced: counted === books.nextUid - 1 };
}

/** Open alerts about refused mails. */
export async function refusals(): Promise<string[]> {
  const { rows } = await t.ctx.db.execute<{ detail: string }>(
    sql`select detail from alert where kind = 'incoming-mail-refused' and resolved_at is null order by id`,
  );
  return rows.map(({ detail }) => detail);
}
