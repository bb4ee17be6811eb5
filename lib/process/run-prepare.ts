import { spawn } from 'node:child_process';
import { AppError } from '#lib/core/errors.ts';
import type { StartFacts } from './prepare-instance.ts';

/**
 * Runs `prepare.ts` as a child.
 * @returns what to tell the operator once everything runs
 * @throws AppError with the sentence the child gave
 */
export function runPrepare(env: NodeJS.ProcessEnv, stop: AbortSignal): Promise<StartFacts> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['lib/process/prepare.ts'], { env, stdio: ['ignore', 2, 'pipe', 'ipc'] });
    let facts: StartFacts = { setupCode: null, capturing: false };
    let sentence = '';
    child.stderr?.on('data', (text: Buffer) => {
      sentence = `${sentence}${text}`.slice(-4000);
    });
    child.on('message', (message: StartFacts) => {
      facts = message;
    });
    stop.addEventListener('abort', () => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve(facts);
      reject(new AppError('unavailable', sentence.trim() || 'The database could not be prepared.'));
    });
  });
}
