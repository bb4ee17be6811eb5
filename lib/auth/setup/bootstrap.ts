import { insertKey } from '#lib/auth/api-keys/store.ts';
import { hashPassword } from '#lib/auth/password-hash.ts';
import { newPasswordSchema } from '#lib/auth/password-rule.ts';
import { sha256 } from '#lib/core/crypto.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { isValidAddress, localPartOf } from '#lib/mail/message/address.ts';
import { foundCompany } from './found-company.ts';
import { proposeEmailDomain } from './propose-email-domain.ts';
import { hasUser } from './store.ts';

/**
 * Sets the product up from the BOOTSTRAP_ variables at the first start; afterwards they are ignored.
 * @returns whether it did
 * @throws AppError `invalid` when the variables do not belong together
 */
export async function bootstrapFromEnv(ctx: Ctx): Promise<boolean> {
  const { bootstrapAdminEmail: email, bootstrapAdminPassword: password, bootstrapApiKey: key } = ctx.env;
  if ((!email && !password && !key) || (await hasUser(ctx.db))) return false;
  if (!email || !password || !isValidAddress(email)) {
    throw new AppError(
      'invalid',
      'BOOTSTRAP_ADMIN_EMAIL (an email address) and BOOTSTRAP_ADMIN_PASSWORD are needed together; BOOTSTRAP_API_KEY needs both.',
    );
  }
  if (!newPasswordSchema.safeParse(password).success) {
    ctx.log.warn('BOOTSTRAP_ADMIN_PASSWORD is weaker than the console would accept; change it after signing in');
  }
  const passwordHash = await hashPassword(password);
  const founding = inTransaction(ctx, async (tx) => {
    const actor = await foundCompany(tx, {
      companyName: 'My Company',
      emailDomain: proposeEmailDomain(email).domain,
      name: nameFrom(email),
      email,
      passwordHash,
      demoData: ctx.env.seedDemo,
    });
    if (key) await insertBootstrapKey(tx, actor.userId ?? 0, key);
  });
  return founding.then(() => true, otherProcessWasFirst);
}

function otherProcessWasFirst(error: unknown): false {
  if (error instanceof AppError && error.code === 'conflict') return false;
  throw error;
}

async function insertBootstrapKey(ctx: Ctx, userId: number, key: string): Promise<void> {
  const row = { name: 'From BOOTSTRAP_API_KEY', prefix: key.slice(0, 4), keyHash: sha256(key), scopes: ['*'], userId };
  await insertKey(ctx.db, row);
}

/** `anna.smith@...` becomes `Anna Smith`. */
function nameFrom(email: string): string {
  const words = localPartOf(email)
    .split(/[._+-]+/)
    .filter(Boolean);
  return words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(' ') || 'Administrator';
}
