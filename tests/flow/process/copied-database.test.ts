import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type ApiClient, administratorEnv, apiClient, bodyOf } from '../../setup/api-client.ts';
import { makeDataDir, type Product, processesOf, startProduct, until, untilReady } from '../../setup/run-product.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';
import { withDatabase } from '../../setup/template-database.ts';

const warning = /^This is a copy of a database: nothing leaves/m;
let smtp: SmtpDouble;
const folders: string[] = [];
const databases: string[] = [];

beforeAll(async () => {
  smtp = await startSmtpDouble();
});
afterAll(async () => {
  for (const folder of folders) {
    for (const pid of processesOf(folder)) process.kill(pid, 'SIGKILL');
    await until(() => processesOf(folder).length === 0, 10_000);
    rmSync(folder, { recursive: true, force: true });
  }
  for (const name of databases) await onCluster(`drop database if exists ${name} with (force)`);
  await smtp.stop();
});

describe('a DATA_DIR copied to another folder', () => {
  const original = newDataDir();
  const copy = newDataDir();
  let scheduled: number;
  let product: Product;
  let api: ApiClient;

  test('captures what was queued before the copy; the real server gets nothing', async () => {
    product = await startOn(original);
    api = apiClient(product);
    await connectServer(api);
    await send(api, 'before@customer.example');
    await expect.poll(recipients, { timeout: 20_000 }).toEqual(['before@customer.example']);
    const later = { scheduledAt: new Date(Date.now() + 3_600_000) };
    scheduled = bodyOf(await send(api, 'queued@customer.example', later)).id;
    await stop(product);
    spawnSync('cp', ['-a', `${original}/.`, copy]);

    product = await startOn(copy);
    api = apiClient(product);
    expect(product.said()).toMatch(warning);
    expect(bodyOf(await api.get('/instance'))).toMatchObject({ capturing: true, captured: 0 });
    expect(bodyOf(await api.get('/instance/waiting'))).toMatchObject({ emails: 1, due: 0, outgoingServers: 1 });
    bodyOf(await api.post(`/emails/${scheduled}/send`));
    await expect.poll(captured, { timeout: 20_000 }).toEqual([['queued@customer.example', 'Relay']]);
    expect(bodyOf(await api.get('/alerts?resolved=false')).items).toMatchObject([{ kind: 'database-copy' }]);
    expect(recipients()).toEqual(['before@customer.example']);
  });

  test('sends after `npm run claim`, while it runs; a second claim says that there is nothing to claim', async () => {
    expect(await run('claim', copy)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(
        /belongs to this installation from now on.*\n.*until they are sent for real: 1\.\n$/,
      ),
    });
    expect(bodyOf(await api.get('/instance'))).toMatchObject({ capturing: false, captured: 1 });
    await send(api, 'after@customer.example');
    await expect.poll(recipients, { timeout: 20_000 }).toEqual(['before@customer.example', 'after@customer.example']);
    expect(await run('claim', copy)).toMatchObject({
      status: 1,
      stderr: 'This database belongs to this installation already: there is nothing to claim.\n',
    });
    bodyOf(await api.post('/instance/send-captured', {}));
    await expect.poll(() => recipients().at(-1), { timeout: 20_000 }).toBe('queued@customer.example');
    await stop(product);
  });

  test('the original, and the claimed copy, go on as before', async () => {
    for (const dataDir of [original, copy]) {
      product = await startOn(dataDir);
      expect(product.said()).not.toMatch(warning);
      expect(bodyOf(await apiClient(product).get('/instance'))).toMatchObject({ capturing: false });
      await stop(product);
    }
  });

  test('`npm run backup` works while it runs, and what `npm run restore` makes of it is a copy', async () => {
    const file = join(newDataDir(), 'mail.backup');
    product = await startOn(copy);
    expect(await run('backup', copy, [file])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Backed up \d+ rows/),
    });
    const emails = bodyOf(await apiClient(product).get('/emails')).total;
    expect(await run('restore', copy, [file])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/already running/),
    });
    await stop(product);
    expect((await run('restore', copy, [file])).stderr).toMatch(
      /^The database is in use .* nothing was changed\. Set DATA_DIR/,
    );

    const restored = newDataDir();
    expect(await run('restore', restored, [file])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Restored \d+ rows .*\nIt is a copy: nothing leaves until it is claimed/),
    });
    product = await startOn(restored);
    expect(product.said()).toMatch(warning);
    expect(bodyOf(await apiClient(product).get('/emails')).total).toBe(emails);
    await stop(product);
  });

  function captured() {
    return api
      .get('/sandbox/messages?captured=true')
      .then((answer) => bodyOf(answer).items)
      .then((items) =>
        items.map(({ recipients: [first], capturedServerName }: CapturedItem) => [first, capturedServerName]),
      );
  }
});

test('an external database copied on its server is a copy for every process on it', async () => {
  const name = `test_${randomBytes(6).toString('hex')}`;
  databases.push(name, `${name}_copy`);
  await onCluster(`create database ${name}`);
  const secrets = { APP_SECRET: 'a'.repeat(32), CRON_SECRET: 'c'.repeat(32) };
  const envOf = (database: string) => ({ ...secrets, DATABASE_URL: withDatabase(inject('clusterUrl'), database) });
  const first = await startOn(newDataDir(), envOf(name));
  expect(first.said()).not.toMatch(warning);
  await connectServer(apiClient(first));
  await stop(first);
  await onCluster(`create database ${name}_copy template ${name}`);

  const product = await startOn(newDataDir(), envOf(`${name}_copy`));
  expect(product.said()).toMatch(warning);
  const before = smtp.connections;
  const { id } = bodyOf(await send(apiClient(product), 'mary@customer.example'));
  const stateOf = async () => bodyOf(await apiClient(product).get(`/emails/${id}`)).deliveries[0];
  await expect.poll(stateOf, { timeout: 20_000 }).toMatchObject({ state: 'sent', captured: true });
  expect(smtp.connections).toBe(before);
  await stop(product);
});

interface CapturedItem {
  recipients: string[];
  capturedServerName: string;
}

function newDataDir(): string {
  const folder = makeDataDir();
  folders.push(folder);
  return folder;
}

async function startOn(dataDir: string, env: Record<string, string> = {}): Promise<Product> {
  const product = await startProduct(dataDir, { ...administratorEnv, ...env });
  await untilReady(product);
  return product;
}

async function stop(product: Product): Promise<void> {
  product.process.kill('SIGTERM');
  await product.ended;
}

async function connectServer(api: ApiClient): Promise<void> {
  const server = { name: 'Relay', host: '127.0.0.1', port: smtp.port, encryption: 'none', authentication: 'none' };
  bodyOf(await api.post('/outgoing-servers', server));
}

function send(api: ApiClient, to: string, more: object = {}) {
  return api.post('/emails', {
    from: 'anna@mycompany.example',
    to,
    subject: 'Our offer',
    text: 'Here it is.',
    ...more,
  });
}

function recipients(): string[] {
  return smtp.taken.flatMap((mail) => mail.to);
}

/**
 * Runs one of the operator's commands on a DATA_DIR. This process goes on meanwhile: it would not notice otherwise that
 * the product closes a connection nobody has used for a while, and ask its next question there.
 */
async function run(command: string, dataDir: string, args: string[] = []) {
  const env = { ...process.env, NODE_ENV: 'production' as const, DATA_DIR: dataDir, DATABASE_URL: '' };
  const child = spawn(process.execPath, [`lib/process/${command}.ts`, ...args], { env });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { status, stdout, stderr };
}

async function onCluster(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('clusterUrl') });
  await client.connect();
  await client.query(statement);
  await client.end();
}
