import { seedDemo } from '#drizzle/seed/demo.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { addCompany } from '#lib/companies/add-company.ts';
import { AppError } from '#lib/core/errors.ts';
import { type Actor, type Ctx, systemActor } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import { storeParameter } from '#lib/parameters/store-parameter.ts';
import { addUser } from '#lib/users/add-user.ts';
import { readUser } from '#lib/users/read-user.ts';
import { ensureInstance } from './ensure-instance.ts';
import { closeSetup, hasUser, loadInstance } from './store.ts';

export interface Founding {
  companyName: string;
  emailDomain: string;
  name: string;
  email: string;
  passwordHash: string;
  demoData: boolean;
}

/**
 * Creates the email domain, the company and the first administrator in one transaction, once: of two at the same time
 * the second finds it done.
 * @throws AppError `conflict` when somebody can sign in already
 */
export async function foundCompany(ctx: Ctx, founding: Founding): Promise<Actor> {
  await ensureInstance(ctx);
  return inTransaction({ ...ctx, actor: systemActor }, async (tx) => {
    await loadInstance(tx.db, true);
    if (await hasUser(tx.db)) {
      throw new AppError('conflict', 'PerfectWORK Mail is set up already. Sign in instead.');
    }
    const actor = await writeFoundation(tx, founding);
    await closeSetup(tx.db, tx.now());
    if (founding.demoData) await seedDemo({ ...tx, actor });
    return actor;
  });
}

async function writeFoundation(tx: Ctx, founding: Founding): Promise<Actor> {
  const { companyName, emailDomain, demoData: _demoData, ...person } = founding;
  await storeParameter(tx, 'mail.catchall.domain', emailDomain);
  const domain = await loadAliasDomain(tx, null);
  const companyId = await addCompany(tx, { name: companyName, aliasDomainId: domain?.id ?? null });
  const userId = await addUser(tx, {
    ...person,
    role: 'administrator',
    notification: 'email',
    companyIds: [companyId],
  });
  const after = { companyName, emailDomain, email: person.email };
  await recordAudit(tx, { action: 'set-up', targetType: 'company', targetId: companyId, after });
  return {
    kind: 'user',
    userId,
    contactId: (await readUser(tx, userId)).contactId,
    name: person.name,
    email: person.email,
    role: 'administrator',
    companyIds: [companyId],
    scopes: ['*'],
  };
}
