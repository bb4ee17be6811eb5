import { canSeeCompany } from '#lib/auth/permissions.ts';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import { AppError, type FieldError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { selectFirstCompanyId, selectLinkedCompany, selectUserContactId } from './store.ts';

/** How a case names where it comes in: the field, the model it points to, and that model's name in words. */
export interface ChannelLink {
  field: 'teamId' | 'projectId' | 'jobId';
  model: DocumentModel;
  label: string;
}

/** Ids of linked rows by field: `companyId`, `contactId`, `ownerId`, `leaderId`, and that of the channel. */
type DocumentLinks = Record<string, unknown>;

/**
 * Refuses links to rows that do not exist or that the actor may not see; both sound the same.
 * @throws AppError `invalid` with one entry a faulty field
 */
export async function checkLinks(ctx: Ctx, links: DocumentLinks, channel?: ChannelLink): Promise<void> {
  const errors: FieldError[] = [];
  const refuse = (path: string, what: string) =>
    errors.push({ path, message: `There is no ${what} ${links[path]} you can see. Choose another.` });
  const rows = [
    { field: 'companyId', model: 'company', label: 'company' },
    { field: 'contactId', model: 'contact', label: 'contact' },
    ...(channel ? [channel] : []),
  ] as const;
  for (const { field, model, label } of rows) {
    const id = idOf(links, field);
    if (id === null) continue;
    const companyId = await selectLinkedCompany(ctx.db, model, id);
    if (companyId === undefined || !canSeeCompany(ctx.actor, companyId)) refuse(field, label);
  }
  for (const path of ['ownerId', 'leaderId']) {
    const userId = idOf(links, path);
    if (userId !== null && (await selectUserContactId(ctx.db, userId)) === null) refuse(path, 'active user');
  }
  if (errors.length === 0) return;
  throw new AppError('invalid', errors.map(({ message }) => message).join(' '), { details: { errors } });
}

/**
 * The company of a new document: as asked for, else its channel's, else the actor's first, else the oldest.
 * @throws AppError `conflict` while no company exists
 */
export async function companyForNew(ctx: Ctx, links: DocumentLinks, channel?: ChannelLink): Promise<number> {
  const asked = idOf(links, 'companyId');
  if (asked !== null) return asked;
  const channelId = channel ? idOf(links, channel.field) : null;
  const ofChannel = channel && channelId !== null ? await selectLinkedCompany(ctx.db, channel.model, channelId) : null;
  const companyId = ofChannel ?? ctx.actor.companyIds[0] ?? (await selectFirstCompanyId(ctx.db));
  if (companyId) return companyId;
  throw new AppError('conflict', 'There is no company yet. Finish the set-up first.');
}

function idOf(links: DocumentLinks, field: string): number | null {
  const id = links[field];
  return typeof id === 'number' && id > 0 ? id : null;
}
