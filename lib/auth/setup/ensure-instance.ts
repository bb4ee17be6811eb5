import { randomInt } from 'node:crypto';
import { sameText, secretFingerprint } from '#lib/core/crypto.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type InstanceRow, insertInstance, loadInstance } from './store.ts';

/** Without letters and digits that look alike. */
const codeLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/**
 * Makes the row that says what this database is, at the first start on it. Any number of processes may call it.
 * @throws AppError `conflict` when the database belongs to another APP_SECRET: its passwords could not be read
 */
export async function ensureInstance(ctx: Ctx): Promise<InstanceRow> {
  const fingerprint = secretFingerprint(ctx.env.appSecret);
  await insertInstance(ctx.db, { secretFingerprint: fingerprint, setupCode: makeSetupCode() });
  const row = await loadInstance(ctx.db);
  if (row && sameText(row.secretFingerprint, fingerprint)) return row;
  throw new AppError(
    'conflict',
    'This database was set up with another APP_SECRET, so its stored passwords cannot be read. Start with the APP_SECRET it was set up with, or use another database.',
  );
}

/** 12 letters and digits in three groups: 60 bits, good to type. */
function makeSetupCode(): string {
  const group = () => Array.from({ length: 4 }, () => codeLetters[randomInt(codeLetters.length)]).join('');
  return [group(), group(), group()].join('-');
}
