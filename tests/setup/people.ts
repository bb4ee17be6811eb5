import { aliasDomain } from '#drizzle/schema/alias-domain.ts';
import { company } from '#drizzle/schema/company.ts';
import { contact } from '#drizzle/schema/contact.ts';
import { userAccount, userCompany } from '#drizzle/schema/user-account.ts';
import type { NotificationPreference, UserRole } from '#lib/core/enumerations.ts';
import type { Actor, Ctx } from '#lib/db/context.ts';

/** A company with the email domain `mycompany.example`. */
export async function makeCompany(ctx: Ctx, name = 'My Company', domain: string | null = 'mycompany.example') {
  const [found] = domain
    ? await ctx.db.insert(aliasDomain).values({ name: domain }).returning({ id: aliasDomain.id })
    : [undefined];
  const values = { name, aliasDomainId: found?.id ?? null };
  const [made] = await ctx.db.insert(company).values(values).returning({ id: company.id });
  return made?.id ?? 0;
}

/** A contact with an address. */
export async function makeContact(ctx: Ctx, name: string, email: string | null) {
  const values = { name, email, emailNormalised: email };
  const [made] = await ctx.db.insert(contact).values(values).returning({ id: contact.id });
  return made?.id ?? 0;
}

export interface TestUser {
  userId: number;
  contactId: number;
  email: string;
  actor: Partial<Actor>;
}

/** Somebody who signs in, of one company. */
export async function makeUser(
  ctx: Ctx,
  input: { name: string; email: string; companyId: number; role?: UserRole; notification?: NotificationPreference },
): Promise<TestUser> {
  const { name, email, companyId, role = 'user', notification = 'email' } = input;
  const contactId = await makeContact(ctx, name, email);
  const row = { contactId, name, email, role, notification };
  const [made] = await ctx.db.insert(userAccount).values(row).returning({ id: userAccount.id });
  const userId = made?.id ?? 0;
  await ctx.db.insert(userCompany).values({ userId, companyId });
  const actor = { kind: 'user' as const, userId, contactId, name, email, role, companyIds: [companyId], scopes: ['*'] };
  return { userId, contactId, email, actor };
}
