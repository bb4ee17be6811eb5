import { hashPassword } from '#lib/auth/password-hash.ts';
import { guessableReason } from '#lib/auth/password-rule.ts';
import { setupPerAddress } from '#lib/auth/rate-limit/rule.ts';
import { requireAttempt } from '#lib/auth/rate-limit/take-attempt.ts';
import { startSession, type Visitor } from '#lib/auth/session.ts';
import { sameText } from '#lib/core/crypto.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { domain } from '#lib/parameters/kinds.ts';
import { foundCompany } from './found-company.ts';
import { noteBaseUrl } from './note-base-url.ts';
import { proposeEmailDomain } from './propose-email-domain.ts';
import { readSetupCode, readSetupState } from './read-setup-state.ts';
import { type SetupInput, setupSchema } from './setup-schema.ts';

/**
 * Sets the product up from the set-up page and signs its first administrator in.
 * @param origin what the browser shows as our address
 * @throws AppError `conflict` when it is set up already; `invalid` for a wrong code or field; `rate_limited`
 */
export async function completeSetup(
  ctx: Ctx,
  input: SetupInput,
  visitor: Visitor,
  origin: string | null,
): Promise<{ userId: number; sessionToken: string }> {
  const values = parseInput(setupSchema, input);
  const state = await readSetupState(ctx);
  if (state.isSetUp) throw new AppError('conflict', 'PerfectWORK Mail is set up already. Sign in instead.');
  if (state.needsCode) await requireCode(ctx, values.code, visitor);
  const weak = guessableReason(values.password, values);
  if (weak) throw invalidField('password', weak);
  const { code: _code, password, ...founding } = values;
  const emailDomain = readDomain(values.emailDomain || proposeEmailDomain(values.email).domain);
  const actor = await foundCompany(ctx, { ...founding, emailDomain, passwordHash: await hashPassword(password) });
  const userId = actor.userId ?? 0;
  if (origin) await noteBaseUrl({ ...ctx, actor }, origin);
  return { userId, sessionToken: await startSession(ctx, userId, visitor) };
}

async function requireCode(ctx: Ctx, given: string, visitor: Visitor): Promise<void> {
  const key = `set-up:address:${visitor.ipAddress ?? 'unknown'}`;
  await requireAttempt(ctx, key, setupPerAddress, 'Too many wrong set-up codes were tried.');
  const code = await readSetupCode(ctx);
  const plain = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (code && sameText(plain(given), plain(code))) return;
  throw invalidField('code', 'This is not the set-up code. It was printed where PerfectWORK Mail was started.');
}

function readDomain(text: string): string {
  const parsed = domain.parse(text);
  if (!parsed.ok) throw invalidField('emailDomain', parsed.reason);
  return parsed.value;
}
