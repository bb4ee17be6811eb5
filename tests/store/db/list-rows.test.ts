import { afterAll, beforeAll, expect, test } from 'vitest';
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
