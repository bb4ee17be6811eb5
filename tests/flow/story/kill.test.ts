import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiClient, administratorEnv, apiClient, bodyOf, type Json } from '../../setup/api-client.ts';
import { endProduct } from '../../setup/product-with-api.ts';
import { makeDataDir, type Product, processesOf, startProduct, until, untilReady } from '../../setup/run-product.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';

const people = Array.from({ length: 200 }, (_, index) => `person${index}@customer.example`);
const dataDir = makeDataDir();
let product: Product;
let api: ApiClient;
let smtp: SmtpDouble;

beforeAll(async () => {
  smtp = await startSmtpDouble({ delayMs: 250 });
  product = await startProduct(dataDir, administratorEnv);
  await untilReady(product);
  api = apiClient(product);
  const server = { name: 'Slow', host: '127.0.0.1', port: smtp.port, encryption: 'none', authentication: 'none' };
  bodyOf(await api.post('/outgoing-servers', { ...server, concurrency: 4 }));
}, 320_000);
afterAll(async () => {
  for (const pid of processesOf(dataDir)) process.kill(pid, 'SIGKILL');
  await smtp.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const arrived = () => smtp.taken.flatMap((mail) => mail.to);

async function write(person: string): Promise<void> {
  const mail = { from: 'anna@mycompany.example', to: person, subject: 'Our offer', text: 'Hello, here it is.' };
  bodyOf(await api.post('/emails', mail));
}

test('200 mails survive a kill -9 of everything; what may have arrived twice says so', async () => {
  for (let n = 0; n < people.length; n += 20) await Promise.all(people.slice(n, n + 20).map(write));
  await until(() => smtp.taken.length >= 50, 30_000);
  const killed = processesOf(dataDir);
  for (const pid of killed) process.kill(pid, 'SIGKILL');
  await until(() => processesOf(dataDir).length === 0, 10_000);
  // The last words of the dead may still be on their way.
  await until(() => smtp.open() === 0, 10_000);
  expect(killed.length).toBeGreaterThan(3);
  const before = new Set(arrived());
  expect(before.size).toBeLessThan(200);

  smtp.script.delayMs = 0;
  product = await startProduct(dataDir, { ...administratorEnv, PORT: String(product.port) });
  await untilReady(product);
  await until(() => new Set(arrived()).size === 200, 60_000);
  expect(new Set(arrived())).toEqual(new Set(people));
  expect(processesOf(dataDir).filter((pid) => killed.includes(pid))).toEqual([]);

  const mails = await untilSettled();
  expect(mails.map((mail) => mail.state)).toEqual(people.map(() => 'sent'));
  await expectRepeatsMarked(mails, before);
});

test('stopping leaves no process behind', async () => {
  await endProduct(product);
  expect(processesOf(dataDir)).toEqual([]);
});

/** All 200, once none of them is under way any more. */
async function untilSettled(): Promise<Json[]> {
  const list = async (): Promise<Json[]> => bodyOf(await api.get('/emails?limit=200')).items;
  const open = async () => (await list()).filter((mail) => ['outgoing', 'sending'].includes(mail.state)).length;
  await expect.poll(open, { timeout: 60_000 }).toBe(0);
  return list();
}

/** Twice is only what the server had taken before the kill, twice is all it is, and it is the same mail and says so. */
async function expectRepeatsMarked(mails: Json[], before: Set<string>): Promise<void> {
  const copies = Map.groupBy(smtp.taken, (mail) => mail.to[0] ?? '');
  for (const [person, taken] of copies) {
    if (taken.length === 1) continue;
    expect(before).toContain(person);
    expect(taken).toHaveLength(2);
    expect(new Set(taken.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1])).size).toBe(1);
    const { id } = mails.find((mail) => mail.to.includes(person));
    const [delivery] = bodyOf(await api.get(`/emails/${id}`)).deliveries;
    expect(delivery.timeline.map((attempt: Json) => attempt.reason).join()).toContain('the same Message-ID');
  }
}
