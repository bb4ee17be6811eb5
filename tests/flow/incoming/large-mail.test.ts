import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveAliasDomain } from '#lib/mail/aliases/save-alias-domain.ts';
import { eventually } from '../../setup/eventually.ts';
import { findFreePort } from '../../setup/run-product.ts';
import { SmtpDialogue } from '../../setup/smtp-dialogue.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';
import { startWorkerChild, type WorkerChild } from '../../setup/worker-child.ts';

let t: TestContext;
let worker: WorkerChild;
let port: number;

beforeAll(async () => {
  t = await openTestContext();
  await saveAliasDomain(t.ctx, { name: 'north.example' });
  port = await findFreePort();
  worker = await startWorkerChild(t.databaseUrl, { MAIL_IN_PORT: String(port) });
});
afterAll(async () => {
  await worker.stop();
  await t.close();
});

/** 57 000 bytes as lines of base64. */
const piece = () => randomBytes(57_000).toString('base64').replace(/.{76}/g, '$&\r\n');

test('a mail of 48 MB is stored while it comes in, for little memory, and is gone again when its sender is', async () => {
  const client = await SmtpDialogue.open(port);
  await client.envelope('LHLO mx', 'mary@customer.example', ['catchall@north.example']);
  await client.say('DATA');
  client.send('Subject: Plans\r\nContent-Transfer-Encoding: base64\r\n\r\n');
  const { now } = worker.memory();
  const pieces = (48 * 1_048_576) / 78_000;
  for (let count = 0; count < pieces; count += 1) {
    client.send(piece());
    await client.drained();
  }
  const stored = () => t.ctx.db.execute(sql`select coalesce(sum(length(data)), 0)::int as bytes from blob_chunk`);
  const isStored = async () => Number((await stored()).rows[0]?.bytes) > 36_000_000;
  await eventually(async () => (await isStored()) || null, 60_000);
  expect(worker.memory().most - now).toBeLessThan(120);
  client.end();
  await eventually(async () => Number((await stored()).rows[0]?.bytes) === 0 || null, 30_000);
});
