import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi } from './open-api.ts';

let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

describe('long lists', () => {
  beforeAll(async () => {
    for (let n = 0; n < 25; n += 1) {
      const body = { email: `n${String(n).padStart(2, '0')}@page.example` };
      await api.ask('POST', '/gateway-allow-list', { body });
    }
  });

  for (const sort of ['email', '-email', 'createdAt', '-createdAt']) {
    test(`read page by page by ${sort}, every row comes once`, async () => {
      const seen: string[] = [];
      let cursor: string | null = '';
      for (let page = 0; cursor !== null && page < 10; page += 1) {
        const { body } = await api.ask('GET', `/gateway-allow-list?limit=10&sort=${sort}&cursor=${cursor}`);
        expect(body).toMatchObject({ total: 25, totalEstimated: false });
        seen.push(...body.items.map(({ email }: { email: string }) => email));
        cursor = body.nextCursor;
      }
      expect(seen).toHaveLength(25);
      expect(new Set(seen).size).toBe(25);
      if (sort.endsWith('email')) {
        const ordered = seen.toSorted();
        expect(seen).toEqual(sort === 'email' ? ordered : ordered.reverse());
      }
    });
  }

  test('an offset counts rows, a filter with commas means any of, words are looked for', async () => {
    const { body } = await api.ask('GET', '/gateway-allow-list?sort=email&offset=20');
    expect(body.items).toHaveLength(5);
    const some = await api.ask('GET', '/gateway-allow-list?email=n01@page.example,n02@page.example,other@page.example');
    expect(some.body.total).toBe(2);
    expect((await api.ask('GET', '/gateway-allow-list?q=n2')).body.total).toBe(5);
  });
});

describe('Idempotency-Key', () => {
  const mail = { from: 'anna@mycompany.example', to: 'mary@customer.example', subject: 'Once', text: 'Hello' };
  const send = (key: string, body: object) => api.ask('POST', '/emails', { body, headers: { 'idempotency-key': key } });
  const count = async () => (await api.ask('GET', '/emails')).body.total;

  test('the same request twice makes one mail, and the second answer says so', async () => {
    const first = await send('order-1', mail);
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    const before = await count();
    const second = await send('order-1', mail);
    expect(second).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await count()).toBe(before);
  });

  test('many at once make one mail', async () => {
    const before = await count();
    const answers = await Promise.all([1, 2, 3, 4].map(() => send('order-2', mail)));
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(await count()).toBe(before + 1);
  });

  test('the same key for another mail is a conflict', async () => {
    await send('order-3', mail);
    expect((await send('order-3', { ...mail, subject: 'Another' })).status).toBe(409);
  });

  test('a refused request may be corrected under its key', async () => {
    expect((await send('order-4', { ...mail, to: 7 })).status).toBe(422);
    expect((await send('order-4', mail)).status).toBe(201);
  });

  test('keys of different users do not meet', async () => {
    await send('shared', mail);
    const headers = { 'idempotency-key': 'shared' };
    const other = await api.ask('POST', '/emails', { key: api.employee, body: { ...mail, subject: 'Mine' }, headers });
    expect(other.status).not.toBe(409);
  });
});
