import { spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { AppError } from '#lib/core/errors.ts';
import { chooseHome, type EmbeddedHome } from './embedded-home.ts';
import { removeStaleLock } from './embedded-lock.ts';

/** Takes the few sentences worth telling the operator; a pino logger fits. */
export interface Narrator {
  info(sentence: string): void;
}

export interface EmbeddedOptions {
  /** Folder that keeps the cluster; created when missing. */
  dataDir: string;
  log: Narrator;
  /** false for clusters that tests throw away: no fsync, an order of magnitude faster to write. */
  durable?: boolean;
  /** The port to come back on after a crash; otherwise a free one. */
  port?: number;
}

export interface EmbeddedPostgres {
  /** Connection string of the product's database. */
  url: string;
  port: number;
  /** Process id of the postmaster. */
  pid: number;
  /** Stops the server within 30 seconds; does nothing where the server was running before we came. */
  stop(): Promise<void>;
}

const databaseName = 'perfectwork_mail';
const roleName = 'perfectwork';
const largestLogBytes = 10_000_000;

/**
 * Starts the PostgreSQL 18 that belongs to a DATA_DIR and makes the product's database in it; answers the running one
 * when it already runs. Loopback only, with a password that stands in DATA_DIR (0600).
 * @throws AppError `unavailable` with a sentence for the operator
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const home = chooseHome(options.dataDir, options.durable);
  const running = readPostmaster(home);
  if (running?.ready) return { ...running, url: urlOf(home, running.port), stop: async () => undefined };
  if (home.outside) options.log.info(`Running as root: the database is kept in ${home.home}.`);
  if (!existsSync(home.cluster)) await createCluster(home, options);
  const { port, pid } = await startServer(home, options);
  await createDatabase(urlOf(home, port, 'postgres'));
  return { port, pid, url: urlOf(home, port), stop: () => stopServer(home) };
}

/** The connection string of the embedded PostgreSQL of a DATA_DIR, when one is running. */
export function findEmbeddedPostgres(dataDir: string): string | undefined {
  if (!existsSync(join(dataDir, 'embedded-postgres.json'))) return undefined;
  const home = chooseHome(dataDir);
  const running = readPostmaster(home);
  return running?.ready ? urlOf(home, running.port) : undefined;
}

/** Stops the embedded PostgreSQL of a DATA_DIR that an earlier, killed run left behind. Answers its process id. */
export async function endOrphanPostgres(dataDir: string): Promise<number | undefined> {
  if (!existsSync(join(dataDir, 'embedded-postgres.json'))) return undefined;
  const home = chooseHome(dataDir);
  const running = readPostmaster(home);
  if (running) await stopServer(home);
  return running?.pid;
}

/** Whether the process of a postmaster is still there. */
export function isPostmasterAlive(pid: number): boolean {
  return commandOf(pid)?.includes('postgres') ?? false;
}

function urlOf(home: EmbeddedHome, port: number, database = databaseName): string {
  return `postgres://${roleName}:${home.password}@127.0.0.1:${port}/${database}`;
}

/** Lines of postmaster.pid: process id, data folder, start time, port, socket, address, memory key, status. */
function readPostmaster(home: EmbeddedHome): { pid: number; port: number; ready: boolean } | undefined {
  const file = join(home.cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  // The number may belong to a stranger by now: only a postgres of this very folder is ours.
  if (!(pid > 1) || !commandOf(pid)?.includes(home.cluster)) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

function commandOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  if (process.platform !== 'linux') return `postgres ${pid}`;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return undefined;
  }
}

async function createCluster(home: EmbeddedHome, options: EmbeddedOptions): Promise<void> {
  options.log.info('Creating the database.');
  const half = `${home.cluster}.half`;
  const passwordFile = join(home.home, 'password');
  rmSync(half, { recursive: true, force: true });
  writeFileSync(passwordFile, home.password, { mode: 0o600 });
  if (home.owner) chownSync(passwordFile, home.owner.uid, home.owner.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['-U', roleName, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const sync = options.durable === false ? ['--no-sync'] : [];
  const made = await runTool(home, 'initdb', ['-D', half, ...locale, ...access, ...sync]);
  rmSync(passwordFile, { force: true });
  if (made.code !== 0) throw refusal('create its database', home, made.output);
  renameSync(half, home.cluster);
}

/** A port found free may be taken by another program before PostgreSQL listens on it; then the next one is tried. */
async function startServer(home: EmbeddedHome, options: EmbeddedOptions): Promise<{ pid: number; port: number }> {
  const logFile = join(home.home, 'server.log');
  if (existsSync(logFile) && statSync(logFile).size > largestLogBytes) truncateSync(logFile);
  for (let attempt = 1; ; attempt++) {
    removeStaleLock(home.cluster);
    const port = options.port ?? (await findFreePort());
    const from = existsSync(logFile) ? statSync(logFile).size : 0;
    const settings = serverSettings(port, options.durable !== false);
    const args = ['-D', home.cluster, '-l', logFile, '-w', '-t', '120', '-o', settings, 'start'];
    const started = await runTool(home, 'pg_ctl', args);
    const running = readPostmaster(home);
    if (started.code === 0 && running) return { pid: running.pid, port };
    const said = existsSync(logFile) ? readFileSync(logFile, 'utf8').slice(from) : '';
    // "pre-existing shared memory": the server processes of a killed postmaster need a moment to notice and leave.
    if (
      attempt >= 10 ||
      !/Address already in use|pre-existing shared memory|could not bind|postmaster.pid" already exists/.test(said)
    ) {
      throw refusal('start', home, `${started.output}\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
  }
}

/** Small on purpose: all processes of the product together stay below 500 MB. */
function serverSettings(port: number, durable: boolean): string {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: "''",
    shared_buffers: '64MB',
    max_connections: 100,
    synchronous_commit: 'on',
    io_method: 'sync',
    max_logical_replication_workers: 0,
    autovacuum_max_workers: 2,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    jit: 'off',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}

async function stopServer(home: EmbeddedHome): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    if (!readPostmaster(home)) return;
    await runTool(home, 'pg_ctl', ['-D', home.cluster, '-m', mode, '-w', '-t', '30', 'stop']);
  }
}

/**
 * Runs one of PostgreSQL's programs under its account, in a session of its own, so that Ctrl-C in the terminal reaches
 * the supervisor alone. The environment is not handed on: an odd or unset LANG must not decide about the encoding.
 */
function runTool(home: EmbeddedHome, tool: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(join(home.binaries, tool), args, {
      ...home.owner,
      cwd: home.home,
      detached: true,
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } as unknown as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (text: Buffer) => {
      output = `${output}${text}`.slice(-8000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: -1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

function refusal(act: string, home: EmbeddedHome, output: string): AppError {
  const why = /No space left on device/.test(output)
    ? `the disk that holds ${home.home} is full. Free some space and start again.`
    : `${lastFault(output)} Its log is ${join(home.home, 'server.log')}.`;
  return new AppError('unavailable', `The embedded PostgreSQL cannot ${act}: ${why}`, { cause: output });
}

function lastFault(output: string): string {
  const lines = output.split('\n').filter((line) => /FATAL|PANIC|error:|ENOENT|EACCES/.test(line));
  const line = lines.at(-1)?.replace(/^.*?(FATAL|PANIC|error): */, '') ?? 'it gave no reason';
  return `${line.replace(/\.$/, '')}.`;
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
