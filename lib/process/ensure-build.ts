import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#lib/core/errors.ts';
import type { Narrator } from '#lib/db/embedded.ts';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

/** Everything the web application is made of; the hash of all of it stands for the build. */
const sources = [
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'next.config.js',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
  '{app,components,lib,public}/**/*',
  'drizzle/schema/**/*',
];
const stampFile = '.next/perfectwork-build.json';
const lockFile = '.next/cache/perfectwork-build.lock';
const longestBuildMs = 15 * 60_000;

/**
 * Builds the web application unless the build at hand was made from exactly these sources and packages. A hash of the
 * contents serves with and without git, and notices uncommitted changes too.
 * @throws AppError `unavailable` with the compiler's last words when the build fails
 */
export async function ensureBuild(log: Narrator, stop: AbortSignal): Promise<void> {
  const sourceHash = hashSources();
  if (isBuilt(sourceHash)) return;
  const release = await takeBuildLock(stop);
  try {
    if (isBuilt(sourceHash)) return;
    log.info('Building the web application; this takes a minute or two after an update.');
    rmSync(stampFile, { force: true });
    await runBuild(stop);
    writeFileSync(stampFile, `${JSON.stringify({ sourceHash })}\n`);
  } finally {
    release();
  }
}

function hashSources(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((pattern) => globSync(pattern)).sort()) {
    if (!statSync(file).isFile()) continue;
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function isBuilt(sourceHash: string): boolean {
  if (!existsSync('.next/BUILD_ID') || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8').includes(sourceHash);
}

/** Two starts in one checkout (two DATA_DIRs) must not build into one folder at the same time. */
async function takeBuildLock(stop: AbortSignal): Promise<() => void> {
  mkdirSync(join(lockFile, '..'), { recursive: true });
  const deadline = Date.now() + longestBuildMs;
  while (Date.now() < deadline) {
    stop.throwIfAborted();
    try {
      writeFileSync(lockFile, JSON.stringify(identify(process.pid)), { flag: 'wx' });
      return () => rmSync(lockFile, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (!isHeld()) rmSync(lockFile, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new AppError('unavailable', `Another build has been running for too long. Stop it or delete ${lockFile}.`);
}

function isHeld(): boolean {
  try {
    const holder: ProcessIdentity = JSON.parse(readFileSync(lockFile, 'utf8'));
    return isAlive(holder);
  } catch {
    // Just being written, or left empty by a crash: only the second one stays that way.
    return existsSync(lockFile) && Date.now() - statSync(lockFile).mtimeMs < 2000;
  }
}

function runBuild(stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (text: Buffer) => {
      output = `${output}${text}`.slice(-6000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    stop.addEventListener('abort', () => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(explainBuild(output))));
  });
}

function explainBuild(output: string): AppError {
  const full = /ENOSPC|No space left/.test(output);
  const sentence = full ? 'the disk is full. Free some space and start again.' : `Next.js says:\n${output.trim()}`;
  return new AppError('unavailable', `The web application could not be built: ${sentence}`);
}
