import type { NotificationPreference, UserRole } from '#lib/core/enumerations.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isUniqueViolation } from '#lib/db/postgres-errors.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { findOrCreateContact } from '#lib/documents/contact/find-or-create-contact.ts';
import { isValidAddress, normaliseAddress } from '#lib/mail/message/address.ts';
import { findCompanyIds, insertUser, replaceUserCompanies } from './store.ts';

export interface NewUser {
  name: string;
  email: string;
  /** Null: an invitation follows. */
  passwordHash: string | null;
  role: UserRole;
  notification: NotificationPreference;
  companyIds: number[];
}

/**
 * Writes a user, the contact behind it and its companies. Who may do so is the caller's question.
 * @throws AppError `conflict` when the address signs somebody in already; `invalid` for an unknown company
 */
export async function addUser(ctx: Ctx, { companyIds, ...user }: NewUser): Promise<number> {
  requireAddress(user.email);
  await requireCompanies(ctx, companyIds);
  try {
    return await inTransaction(ctx, async (tx) => {
      const contact = await findOrCreateContact(tx, { email: user.email, name: user.name });
      const email = normaliseAddress(user.email);
      const id = await insertUser(tx.db, { ...user, email, contactId: contact.id });
      await replaceUserCompanies(tx.db, id, companyIds);
      return id;
    });
  } catch (error) {
    throw isUniqueViolation(error, 'user_account_email_key') ? addressTaken(user.email, error) : error;
  }
}

/** @throws AppError `invalid` when one of the companies does not exist */
export async function requireCompanies(ctx: Ctx, companyIds: number[]): Promise<void> {
  const found = await findCompanyIds(ctx.db, companyIds);
  const unknown = companyIds.find((id) => !found.includes(id));
  if (unknown !== undefined) throw invalidField('companyIds', `There is no company ${unknown}.`);
}

/** @throws AppError `invalid` for what no mail could reach */
export function requireAddress(email: string | undefined): void {
  if (email === undefined || isValidAddress(email)) return;
  throw invalidField('email', `"${email}" is not an email address. Write one such as anna@mycompany.example.`);
}

/** The refusal of an address that somebody signs in with already. */
export function addressTaken(email: string, cause: unknown): AppError {
  const message = `Somebody signs in with ${email} already. Use another address, or change that user.`;
  return new AppError('conflict', message, { cause, details: { errors: [{ path: 'email', message }] } });
}
