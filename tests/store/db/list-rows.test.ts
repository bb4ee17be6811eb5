import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contact } from '#drizzle/schema/contact.ts';
import { listRows } from '#lib/db/list-rows.ts';
import { listRecords } from '#lib/documents/list-records.ts';
import { makeCompany, makeContact } from '../../setup/people.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeAll(async () => {
  t = await openTestContext();
  await makeCompany(t.ctx);
  for (const name of ['Anna Berg', 'Jana Weiss', 'Joanna Ann', 'Percy 100%']) await makeContact(t.ctx, name, null);
});
afterAll(() => t.close());

async function found(q: string): Promise<string[]> {
  const page = await listRecords(t.ctx, 'contact', new URLSearchParams({ q, sort: 'name' }));
  return page.items.map(({ name }) => name);
}

test('three letters are found anywhere in the text', async () => {
  expect(await found('ann')).toEqual(['Anna Berg', 'Joanna Ann']);
  expect(await found('ana')).toEqual(['Jana Weiss']);
});

test('one or two letters are found where a word begins, at the start of the text and later', async () => {
  expect(await found('an')).toEqual(['Anna Berg', 'Joanna Ann']);
  expect(await found('w')).toEqual(['Jana Weiss']);
});

test('signs that mean something to LIKE mean themselves', async () => {
  expect(await found('0%')).toEqual([]);
  expect(await found('100%')).toEqual(['Percy 100%']);
  expect(await found('%%%')).toEqual([]);
});

test('pages follow each other by cursor without gap or repetition', async () => {
  const names: string[] = [];
  let cursor: string | null = '';
  do {
    const params = new URLSearchParams({ limit: '1', sort: 'name', ...(cursor && { cursor }) });
    const page = await listRecords(t.ctx, 'contact', params);
    names.push(...page.items.map(({ name }) => name));
    expect(page.total).toBe(4);
    cursor = page.nextCursor;
  } while (cursor && names.length < 10);
  expect(names).toEqual(['Anna Berg', 'Jana Weiss', 'Joanna Ann', 'Percy 100%']);
});

/** Contacts, each of which takes a millisecond to be judged. */
function slowly(filters: string[]) {
  const slow = {
    table: contact,
    id: contact.id,
    select: { id: contact.id },
    sortable: { id: contact.id },
    filterable: { id: contact.id, name: contact.name },
    where: sql`pg_sleep(0.001) is not null`,
  };
  const query = { limit: 5, sort: { field: 'id', descending: false } };
  const from = (field: string) => ({ field, operator: 'gte' as const, values: ['0'] });
  return listRows<{ id: number }>(t.ctx.db, slow, { ...query, filters: filters.map(from) });
}

test('several filters are counted for a moment only, and then estimated, unless few rows are expected', async () => {
  await t.ctx.db.execute(sql`insert into contact (name) select 'Somebody ' || n from generate_series(1, 3000) as n`);
  await t.ctx.db.execute(sql`analyze contact`);
  const estimated = await slowly(['id', 'name']);
  expect(estimated.totalEstimated).toBe(true);
  expect(estimated.total).toBeGreaterThan(1000);
  expect(estimated.items).toHaveLength(5);
  await t.ctx.db.execute(sql`delete from contact where name like 'Somebody %' and id % 15 <> 0`);
  await t.ctx.db.execute(sql`analyze contact`);
  const counted = await slowly(['id', 'name']);
  expect(counted).toMatchObject({ total: await t.ctx.db.$count(contact), totalEstimated: false });
});

test('a single filter is counted exactly, however long that takes', async () => {
  expect(await slowly(['id'])).toMatchObject({ total: await t.ctx.db.$count(contact), totalEstimated: false });
});
