import { DrizzleQueryError } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { RawMail } from '#lib/mail/incoming/fetch/imap/fetch-group.ts';
import { storeBatch } from '#lib/mail/incoming/fetch/imap/store-batch.ts';

const mails = [1, 2, 3].map((uid): RawMail => ({ uid, raw: Buffer.from('') }));
const refused = (code: string) =>
  new DrizzleQueryError('insert', [], Object.assign(new Error('no'), { code, routine: 'x' }));
const calls: number[][] = [];
const store = (bad: number[], code = '23514') => {
  calls.length = 0;
  return async (some: RawMail[]) => {
    calls.push(some.map(({ uid }) => uid));
    if (some.some(({ uid }) => bad.includes(uid))) throw refused(code);
    return some.map(({ uid }) => ({ id: uid * 10, uid }));
  };
};

test('mails the database takes are stored together', async () => {
  const { added, unstorable } = await storeBatch(mails, store([]));
  expect(added.map(({ uid }) => uid)).toEqual([1, 2, 3]);
  expect(unstorable).toEqual([]);
  expect(calls).toEqual([[1, 2, 3]]);
});

test('one it refuses costs the others nothing', async () => {
  const { added, unstorable } = await storeBatch(mails, store([2]));
  expect(added.map(({ uid }) => uid)).toEqual([1, 3]);
  expect(unstorable).toEqual([{ uid: 2, cause: expect.any(DrizzleQueryError) }]);
  expect(calls).toEqual([[1, 2, 3], [1], [2], [3]]);
});

test('a database that is away is asked once', async () => {
  await expect(storeBatch(mails, store([2], '57P01'))).rejects.toThrow('insert');
  expect(calls).toEqual([[1, 2, 3]]);
});
