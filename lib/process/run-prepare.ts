import { spawn } from 'node:child_process';
import { AppError } from '#lib/core/errors.ts';

/**
 * Runs `prepare.ts` as a child.
 * @returns the set-up code to print, or null
 * @throws AppError with the sentence the child gave
 */
export function runPrepare(env: NodeJS.ProcessEnv, stop: AbortSignal): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['lib/process/prepare.ts'], { env, stdio: ['ignore', 2, 'pipe', 'ipc'] });
    let setupCode: string | null = null;
    let sentence = '';
    child.stderr?.on('data', (text: Buffer) => {
      sentence = `${sentence}${text}`.slice(-4000);
    });
    child.on('message', (message: { setupCode: string | null }) => {
      setupCode = message.setupCode;
    });
    stop.addEventListener('abort', () => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve(setupCode);
      reject(new AppError('unavailable', sentence.trim() || 'The database could not be prepared.'));
    });
  });
}
