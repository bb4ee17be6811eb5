import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Product {
  process: ChildProcess;
  port: number;
  dataDir: string;
  /** Everything it has written so far, stdout and stderr. */
  said(): string;
  errors(): string;
  /** Resolves with its exit code. */
  ended: Promise<number | null>;
}

/** A DATA_DIR that PostgreSQL's account may enter when root runs the tests. */
export function makeDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perfectwork-process-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** Starts what `npm start` starts, on a free port and without a sandbox listener. */
export async function startProduct(dataDir: string, change: Record<string, string> = {}): Promise<Product> {
  const port = Number(change.PORT ?? (await findFreePort()));
  const env = { ...process.env, NODE_ENV: 'production', DATA_DIR: dataDir, PORT: String(port), SANDBOX_SMTP_PORT: '0' };
  const given: Record<string, string | undefined> = { ...env, LANG: undefined, DATABASE_URL: undefined, ...change };
  const args = ['--max-semi-space-size=1', '--import', './lib/process/check-node.js', 'lib/process/start.ts'];
  const child = spawn(process.execPath, args, {
    env: given as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  let errors = '';
  child.stdout.on('data', (text) => {
    said += text;
  });
  child.stderr.on('data', (text) => {
    said += text;
    errors += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { process: child, port, dataDir, said: () => said, errors: () => errors, ended };
}

/** Waits for the ready line; throws with everything the product said when it ends instead. */
export async function untilReady(product: Product): Promise<void> {
  await until(() => {
    if (product.process.exitCode !== null) throw new Error(`ended early:\n${product.said()}`);
    return product.said().includes('PerfectWORK Mail is ready at');
  }, 300_000);
}

export async function until(condition: () => boolean, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not within ${limitMs} ms: ${condition}`);
    await pause(50);
  }
}

/** Process ids of everything that runs on a DATA_DIR: by its environment, and PostgreSQL by its folder. */
export function processesOf(dataDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => belongsTo(pid, dataDir))
    .map(Number);
}

function belongsTo(pid: string, dataDir: string): boolean {
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8') === '') return false; // a zombie or a kernel thread
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return environment.includes(`DATA_DIR=${dataDir}`) || command.includes(dataDir);
  } catch {
    return false;
  }
}

/** The postmaster of a DATA_DIR as its own file names it. */
export function postmasterOf(dataDir: string): number | undefined {
  const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}

const [firstPort, lastPort] = [10_000, 32_000];
let nextPort = randomInt(firstPort, lastPort);

/**
 * A free port below those the kernel gives to connections and to whoever asks for any: nobody takes it while a program
 * that is to come back on it is away.
 */
export async function findFreePort(): Promise<number> {
  nextPort = nextPort < lastPort ? nextPort + 1 : firstPort;
  const port = nextPort;
  return (await isFree(port)) ? port : findFreePort();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
