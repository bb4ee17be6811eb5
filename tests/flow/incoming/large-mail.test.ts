import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveAlias } from '#lib/mail/aliases/save-alias.ts';
import { eventually } from '../../setup/eventually.ts';
import { foundNorth } from '../../setup/found-north.ts';
import { findFreePort } from '../../setup/run-product.ts';
import { SmtpDialogue } from '../../setup/smtp-dialogue.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';
import { startWorkerChild, type WorkerChild } from '../../setup/worker-child.ts';

let t: TestContext;
let worker: WorkerChild;
let port: number;

beforeAll(async () => {
  t = await openTestContext();
  await foundNorth(t.ctx);
  await saveAlias(t.ctx, { localPart: 'plans', model: 'lead' });
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

/** What the worker held at most while it took in and processed a mail, beyond what it held before, in MB. */
async function costOf(send: (client: SmtpDialogue) => Promise<void>): Promise<number> {
  await worker.stop();
  worker = await startWorkerChild(t.databaseUrl, { MAIL_IN_PORT: String(port) });
  const client = await SmtpDialogue.open(port);
  await client.envelope('LHLO mx', 'mary@customer.example', ['plans@north.example']);
  const before = worker.memory().now;
  await client.say('DATA');
  await send(client);
  client.send('\r\n.\r\n');
  expect(await client.reply(120_000)).toMatch(/^250/);
  const outcome = () => t.ctx.db.execute(sql`select outcome from incoming_mail order by id desc limit 1`);
  await eventually(async () => (await outcome()).rows[0]?.outcome === 'record_created' || null, 120_000);
  client.end();
  return worker.memory().most - before;
}

const head = (subject: string) =>
  `From: Mary <mary@customer.example>\r\nTo: plans@north.example\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\n`;

test('a mail with a file of 36 MB is processed for little memory, and its file is the one that was sent', async () => {
  const file = createHash('sha256');
  let size = 0;
  const cost = await costOf(async (client) => {
    client.send(`${head('Plans')}Content-Type: multipart/mixed; boundary=edge\r\n\r\n`);
    client.send('--edge\r\nContent-Type: text/plain\r\n\r\nThe plans.\r\n--edge\r\n');
    client.send('Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=plans.pdf\r\n');
    client.send('Content-Transfer-Encoding: base64\r\n\r\n');
    for (let count = 0; count < (48 * 1_048_576) / 78_000; count += 1) {
      const bytes = randomBytes(57_000);
      file.update(bytes);
      size += bytes.length;
      client.send(bytes.toString('base64').replace(/.{76}/g, '$&\r\n'));
      await client.drained();
    }
    client.send('\r\n--edge--');
  });
  const kept = await t.ctx.db.execute(sql`select name, size, sha256 from attachment`);
  expect(kept.rows).toEqual([{ name: 'plans.pdf', size, sha256: file.digest('hex') }]);
  expect(cost).toBeLessThan(120);
});

test('a text of 48 MB is processed for little memory: what nobody reads stays in the raw mail', async () => {
  const line = 'This line is one of very many, and none of them says anything of note.\r\n';
  const cost = await costOf(async (client) => {
    client.send(`${head('Log')}Content-Type: text/plain; charset=utf-8\r\n\r\n`);
    for (let count = 0; count < (48 * 1_048_576) / 72_000; count += 1) {
      client.send(line.repeat(1000));
      await client.drained();
    }
  });
  expect(cost).toBeLessThan(120);
});
