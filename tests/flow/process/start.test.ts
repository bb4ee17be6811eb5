import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  findFreePort,
  makeDataDir,
  type Product,
  postmasterOf,
  processesOf,
  startProduct,
  until,
  untilReady,
} from '../../setup/run-product.ts';

const folders: string[] = [];
const newDataDir = () => {
  const folder = makeDataDir();
  folders.push(folder);
  return folder;
};

afterAll(async () => {
  for (const folder of folders) {
    for (const pid of processesOf(folder)) process.kill(pid, 'SIGKILL');
    await until(() => processesOf(folder).length === 0, 10_000);
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('one product through its life', () => {
  const dataDir = newDataDir();
  let product: Product;

  beforeAll(async () => {
    product = await startProduct(dataDir);
    await untilReady(product);
  }, 320_000);

  test('the ready line comes once, and then the health check says that everything is well', async () => {
    expect(product.said().match(/^PerfectWORK Mail is ready at http:\/\/localhost:\d+$/gm)).toHaveLength(1);
    const answer = await fetch(`http://127.0.0.1:${product.port}/api/health`);
    expect(await answer.json()).toMatchObject({ status: 'ok', database: 'ok', worker: 'ok' });
  });

  test('the secrets are readable by their owner alone', () => {
    for (const name of ['APP_SECRET', 'CRON_SECRET', 'embedded-postgres.json']) {
      expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
    }
  });

  test('a second start on the same data says that it runs already', async () => {
    const second = await startProduct(dataDir);
    expect(await second.ended).toBe(1);
    expect(second.errors()).toBe(
      `PerfectWORK Mail is already running on ${dataDir} (process ${product.process.pid}). Stop it first, or set DATA_DIR and PORT for a second one.\n`,
    );
  });

  test('a worker, a web process and a PostgreSQL that are killed come back', async () => {
    const victims = processesOf(dataDir).filter((pid) => pid !== product.process.pid);
    for (const pid of victims) process.kill(pid, 'SIGKILL');
    const isHealthy = async () => {
      const answer = await fetch(`http://127.0.0.1:${product.port}/api/health`).catch(() => undefined);
      return answer?.ok ?? false;
    };
    await expect.poll(isHealthy, { timeout: 60_000 }).toBe(true);
    expect(product.process.exitCode).toBeNull();
  });

  test('after a kill -9 of everything the next start works and leaves no orphan', async () => {
    const killed = processesOf(dataDir);
    for (const pid of killed) process.kill(pid, 'SIGKILL');
    product = await startProduct(dataDir);
    await untilReady(product);
    expect(processesOf(dataDir).filter((pid) => killed.includes(pid))).toEqual([]);
  });

  test('after a kill -9 of the supervisor alone the next start ends what it left', async () => {
    const left = processesOf(dataDir);
    const postmaster = postmasterOf(dataDir);
    process.kill(Number(product.process.pid), 'SIGKILL');
    product = await startProduct(dataDir);
    await untilReady(product);
    expect(product.said()).toMatch(/left over from a killed run/);
    expect(processesOf(dataDir).filter((pid) => left.includes(pid))).toEqual([]);
    expect(postmasterOf(dataDir)).not.toBe(postmaster);
  });

  test('SIGTERM stops everything with code 0, PostgreSQL in order', async () => {
    product.process.kill('SIGTERM');
    expect(await product.ended).toBe(0);
    expect(processesOf(dataDir)).toEqual([]);
    expect(existsSync(join(dataDir, 'run.json'))).toBe(false);
    expect(postmasterOf(dataDir)).toBeUndefined();
  });
});

describe('a start that cannot work says one sentence and fails', () => {
  const secrets = { APP_SECRET: 'a'.repeat(32), CRON_SECRET: 'c'.repeat(32) };

  test('the port is taken', async () => {
    const port = await findFreePort();
    const other = createServer().listen(port, '127.0.0.1');
    const errors = await errorsOf({ PORT: String(port) });
    other.close();
    expect(errors).toBe(
      `Port ${port} on 127.0.0.1 is already in use by another program. Stop that program or set PORT to a free one.\n`,
    );
  });

  test('the port mail is handed over on is taken', async () => {
    const port = await findFreePort();
    const other = createServer().listen(port, '127.0.0.1');
    const errors = await errorsOf({ MAIL_IN_PORT: String(port) });
    other.close();
    expect(errors).toBe(
      `Port ${port} on 127.0.0.1 is already in use by another program. Stop that program or set MAIL_IN_PORT to a free one.\n`,
    );
  });

  test('a certificate comes without its key', async () => {
    expect(await errorsOf({ MAIL_IN_TLS_CERT: 'cert.pem' })).toBe(
      'MAIL_IN_TLS_CERT and MAIL_IN_TLS_KEY go together. Set both, or neither.\n',
    );
  });

  test.each([
    ['is no PostgreSQL address', { DATABASE_URL: 'mysql://x' }, /DATABASE_URL: must begin with postgres:\/\//],
    ['comes without secrets', { DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x' }, /APP_SECRET and CRON_SECRET must be/],
    [
      'leads to a port nobody listens on',
      { DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/x', ...secrets },
      /^The database at 127\.0\.0\.1:1\/x cannot be used: nothing answers there\./,
    ],
    [
      'names a host that does not exist',
      { DATABASE_URL: 'postgres://u:hidden@nowhere.invalid/x', ...secrets },
      /^The database at nowhere\.invalid\/x cannot be used: its host name/,
    ],
  ])('DATABASE_URL %s', async (_, change, sentence) => {
    const errors = await errorsOf(change);
    expect(errors).toMatch(sentence);
    expect(errors.trim().split('\n')).toHaveLength(1);
    expect(errors).not.toContain('hidden');
  });

  test('a variable has a wrong value', async () => {
    expect(await errorsOf({ SANDBOX_SMTP_PORT: '99999' })).toMatch(/SANDBOX_SMTP_PORT/);
  });

  test('DATA_DIR is a file', async () => {
    const file = join(newDataDir(), 'file');
    writeFileSync(file, '');
    const product = await startProduct(file);
    expect(await product.ended).toBe(1);
    expect(product.errors()).toMatch(/cannot be written: a file stands where a folder is needed/);
  });
});

async function errorsOf(change: Record<string, string>): Promise<string> {
  const product = await startProduct(newDataDir(), change);
  expect(await product.ended).toBe(1);
  return product.errors();
}
