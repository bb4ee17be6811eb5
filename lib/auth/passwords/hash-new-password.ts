import { hashPassword } from '#lib/auth/password-hash.ts';
import { guessableReason } from '#lib/auth/password-rule.ts';
import { invalidField } from '#lib/core/errors.ts';

/** @throws AppError `invalid` for a password that is easy to guess for who knows its owner */
export async function hashNewPassword(password: string, owner: { name: string; email: string }): Promise<string> {
  const weak = guessableReason(password, owner);
  if (weak) throw invalidField('password', weak);
  return hashPassword(password);
}
