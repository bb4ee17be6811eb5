import { canSeeCompany } from '#lib/auth/permissions.ts';
import { AppError, type FieldError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { selectFirstCompanyId, selectLinkedCompany, selectUserContactId } from './store.ts';

export interface DocumentLinks {
  companyId?: number | null | undefined;
  contactId?: number | null | undefined;
  teamId?: number | null | undefined;
  ownerId?: number | null | undefined;
  leaderId?: number | null | undefined;
}

/**
 * Refuses links to rows that do not exist or that the actor may not see; both sound the same.
 * @throws AppError `invalid` with one entry a faulty field
 */
export async function checkLinks(ctx: Ctx, links: DocumentLinks): Promise<void> {
  const errors: FieldError[] = [];
  const refuse = (path: string, what: string) =>
    errors.push({
      path,
      message: `There is no ${what} ${links[path as keyof DocumentLinks]} you can see. Choose another.`,
    });
  const isVisible = async (kind: 'contact' | 'team' | 'company', id: number) => {
    const companyId = await selectLinkedCompany(ctx.db, kind, id);
    return companyId !== undefined && canSeeCompany(ctx.actor, companyId);
  };
  if (links.companyId && !(await isVisible('company', links.companyId))) refuse('companyId', 'company');
  if (links.contactId && !(await isVisible('contact', links.contactId))) refuse('contactId', 'contact');
  if (links.teamId && !(await isVisible('team', links.teamId))) refuse('teamId', 'sales team');
  for (const path of ['ownerId', 'leaderId'] as const) {
    const userId = links[path];
    if (userId && (await selectUserContactId(ctx.db, userId)) === null) refuse(path, 'active user');
  }
  if (errors.length === 0) return;
  throw new AppError('invalid', errors.map(({ message }) => message).join(' '), { details: { errors } });
}

/**
 * The company of a new document: as asked for, else the team's, else the actor's first, else the oldest.
 * @throws AppError `conflict` while no company exists
 */
export async function companyForNew(ctx: Ctx, links: DocumentLinks): Promise<number> {
  if (links.companyId) return links.companyId;
  const teamCompany = links.teamId ? await selectLinkedCompany(ctx.db, 'team', links.teamId) : null;
  const companyId = teamCompany ?? ctx.actor.companyIds[0] ?? (await selectFirstCompanyId(ctx.db));
  if (companyId) return companyId;
  throw new AppError('conflict', 'There is no company yet. Finish the set-up first.');
}
