import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addEntry } from '#lib/mail/suppression/add-entry.ts';
import { listEntries } from '#lib/mail/suppression/list-entries.ts';
import { readEntry } from '#lib/mail/suppression/read-entry.ts';
import { removeEntry } from '#lib/mail/suppression/remove-entry.ts';
import { setEntriesActive } from '#lib/mail/suppression/set-entries-active.ts';
import type { SuppressionList } from '#lib/mail/suppression/suppression-schema.ts';
import { updateEntry } from '#lib/mail/suppression/update-entry.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeAll(async () => {
  t = await openTestContext();
});
afterAll(() => t.close());

const all = { limit: 50, sort: { field: 'email', descending: false }, filters: [] };

for (const list of ['blacklist', 'gateway-allow-list', 'blocked-senders'] satisfies SuppressionList[]) {
  describe(`the ${list}`, () => {
    const spellings: [string, string][] = [
      ['Mary <Mary@Customer.EXAMPLE>', 'mary@customer.example'],
      ['  jo@BÜCHER.example ', 'jo@xn--bcher-kva.example'],
    ];
    for (const [typed, kept] of spellings) {
      test(`keeps "${typed}" as ${kept}`, async () => {
        expect((await addEntry(t.ctx, list, { email: typed })).email).toBe(kept);
      });
    }

    for (const typed of ['', 'mary', 'a@x.example, b@x.example', '@x.example', 'a@x.example\r\nBcc: b@x.example']) {
      test(`refuses ${JSON.stringify(typed)}`, async () => {
        await expect(addEntry(t.ctx, list, { email: typed })).rejects.toMatchObject({
          code: 'invalid',
          details: { errors: [{ path: 'email' }] },
        });
      });
    }

    test('an address is on it once, however often and at once it is added', async () => {
      const added = await Promise.all(
        ['one@x.example', 'ONE@x.example', '<one@X.example>'].map((email) => addEntry(t.ctx, list, { email })),
      );
      expect(new Set(added.map(({ id }) => id)).size).toBe(1);
    });

    test('taking an address off keeps it for the record; adding it again brings the same entry back', async () => {
      const made = await addEntry(t.ctx, list, { email: 'back@x.example', reason: 'Asked by phone' });
      const gone = await removeEntry(t.ctx, list, made.id, { reason: 'Changed their mind' });
      expect(gone).toMatchObject({ active: false, reason: 'Changed their mind' });
      expect((await listEntries(t.ctx, list, { ...all, q: 'back@' })).total).toBe(0);
      const removed = [{ field: 'active', operator: 'in' as const, values: ['false'] }];
      expect((await listEntries(t.ctx, list, { ...all, q: 'back@', filters: removed })).total).toBe(1);
      const back = await addEntry(t.ctx, list, { email: 'Back@x.example' });
      expect(back).toMatchObject({ id: made.id, active: true, reason: 'Changed their mind' });
    });

    test('removing an address that was never on it leaves it on record as taken off', async () => {
      const made = await addEntry(t.ctx, list, { email: 'never@x.example', active: false });
      expect(await readEntry(t.ctx, list, made.id)).toMatchObject({ active: false });
    });

    test('who changed what is in the audit log', async () => {
      const made = await addEntry(t.ctx, list, { email: 'log@x.example' });
      await updateEntry(t.ctx, list, made.id, { reason: 'Second thoughts' });
      await removeEntry(t.ctx, list, made.id);
      await addEntry(t.ctx, list, { email: 'log@x.example' });
      const { rows } = await t.ctx.db.execute(
        sql`select action from audit_event where target_type = ${list} and target_id = ${String(made.id)} order by id`,
      );
      const actions = ['add', 'update', 'remove', 'restore'].map((word) => `${list}.${word}`);
      expect(rows.map((row) => row.action)).toEqual(actions);
    });

    test('adding what is on it already changes nothing', async () => {
      const made = await addEntry(t.ctx, list, { email: 'same@x.example', reason: 'Bounces' });
      expect(await addEntry(t.ctx, list, { email: 'same@x.example' })).toEqual(made);
    });

    test('all that match come off and go back together', async () => {
      for (let n = 0; n < 3; n += 1) await addEntry(t.ctx, list, { email: `batch${n}@many.example` });
      expect(await setEntriesActive(t.ctx, list, { q: '@many.example' }, false)).toBe(3);
      expect((await listEntries(t.ctx, list, { ...all, q: '@many.example' })).total).toBe(0);
      expect(await setEntriesActive(t.ctx, list, { q: '@many.example' }, true)).toBe(3);
      expect((await listEntries(t.ctx, list, { ...all, q: '@many.example' })).total).toBe(3);
    });

    test('an unknown entry and an ordinary user are refused', async () => {
      await expect(removeEntry(t.ctx, list, 4711)).rejects.toMatchObject({ code: 'not_found' });
      const user = t.as({ role: 'user', userId: 1 });
      await expect(addEntry(user, list, { email: 'a@x.example' })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(listEntries(user, list, all)).rejects.toMatchObject({ code: 'forbidden' });
    });
  });
}
