import { recordAudit } from '#lib/audit/record-audit.ts';
import { companyScope, requireSignedIn } from '#lib/auth/permissions.ts';
import { leadStages } from '#lib/core/enumerations.ts';
import type { ListQuery } from '#lib/core/list-query.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listRows } from '#lib/db/list-rows.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { parseAddress } from '#lib/mail/message/address.ts';
import { checkLinks, companyForNew } from '../check-links.ts';
import {
  type BulkChange,
  type DocumentDefinition,
  type DocumentItem,
  noRecord,
  type RecordFacts,
} from '../document-definition.ts';
import { follow } from '../follow.ts';
import { asksForArchived, listMatchingIds } from '../list-scope.ts';
import { assertMailbox, normalisedOf } from '../mailbox-values.ts';
import { recordNotFound } from '../record-not-found.ts';
import { deleteThread, insertFollowers, selectFollowerIds, selectUserContactId } from '../store.ts';
import { createLeadFromMail, updateLeadFromMail } from './create-lead-from-mail.ts';
import { createLeadSchema, leadListFields, updateLeadSchema } from './lead-schema.ts';
import * as store from './store.ts';

/** Somebody who may buy something; comes in by form or through the alias of a sales team. */
export const leadDefinition: DocumentDefinition = {
  name: 'lead',
  label: 'lead',
  labelPlural: 'leads',
  path: '/crm/leads',
  createSchema: createLeadSchema,
  updateSchema: updateLeadSchema,
  listFields: leadListFields,
  stages: leadStages,
  aliasModel: null,
  list: (ctx, query) => listRows(ctx.db, sourceFor(ctx, query), query),
  countByStage: (ctx, query) => store.countLeadsByStage(ctx.db, sourceFor(ctx, query), withoutStage(query)),
  listIds: (ctx, query, limit) => listMatchingIds(ctx, sourceFor(ctx, query), query, limit),
  read,
  create,
  update,
  remove,
  bulkUpdate,
  recordFacts,
  createFromMail: createLeadFromMail,
  countOfSender: (ctx, address, since) => store.countLeadsOfSender(ctx.db, address, since),
  updateFromMail: updateLeadFromMail,
};

function sourceFor(ctx: Ctx, query: ListQuery) {
  requireSignedIn(ctx.actor);
  return store.leadSource(companyScope(ctx.actor), asksForArchived(query));
}

function withoutStage(query: ListQuery): ListQuery {
  return { ...query, filters: query.filters.filter((filter) => filter.field !== 'stage') };
}

async function read(ctx: Ctx, id: number): Promise<DocumentItem> {
  requireSignedIn(ctx.actor);
  const item = await store.selectLead(ctx.db, id, companyScope(ctx.actor));
  if (!item) throw recordNotFound('lead', id);
  return item;
}

/** Who creates a lead and who looks after it follow it. */
async function create(ctx: Ctx, input: unknown): Promise<DocumentItem> {
  requireSignedIn(ctx.actor);
  const values = parseInput(createLeadSchema, input);
  assertMailbox('emailFrom', values.emailFrom);
  await checkLinks(ctx, values);
  const companyId = await companyForNew(ctx, values);
  const id = await inTransaction(ctx, async (tx) => {
    const id = await store.insertLead(tx.db, { ...values, companyId, emailNormalised: normalisedOf(values.emailFrom) });
    const owner = await selectUserContactId(tx.db, values.ownerId ?? null);
    await follow(tx, { model: 'lead', recordId: id, contactIds: [tx.actor.contactId, owner] });
    return id;
  });
  return read(ctx, id);
}

async function update(ctx: Ctx, id: number, input: unknown): Promise<DocumentItem> {
  await read(ctx, id);
  const values = parseInput(updateLeadSchema, input);
  assertMailbox('emailFrom', values.emailFrom);
  await checkLinks(ctx, values);
  const email = values.emailFrom === undefined ? {} : { emailNormalised: normalisedOf(values.emailFrom) };
  await inTransaction(ctx, async (tx) => {
    await store.updateLeads(tx.db, [id], companyScope(tx.actor), { ...values, ...email });
    if (values.ownerId) {
      const owner = await selectUserContactId(tx.db, values.ownerId);
      await follow(tx, { model: 'lead', recordId: id, contactIds: [owner] });
    }
  });
  return read(ctx, id);
}

async function remove(ctx: Ctx, id: number): Promise<void> {
  const before = await read(ctx, id);
  await inTransaction(ctx, async (tx) => {
    await deleteThread(tx.db, 'lead', id);
    await store.deleteLead(tx.db, id);
    const facts = { name: before.name, emailFrom: before.emailFrom };
    await recordAudit(tx, { action: 'lead.delete', targetType: 'lead', targetId: id, before: facts });
  });
}

async function bulkUpdate(ctx: Ctx, ids: number[], change: BulkChange): Promise<number> {
  requireSignedIn(ctx.actor);
  const values = parseInput(updateLeadSchema, change);
  await checkLinks(ctx, values);
  return inTransaction(ctx, async (tx) => {
    const changed = await store.updateLeads(tx.db, ids, companyScope(tx.actor), values);
    const ownerContactId = await selectUserContactId(tx.db, values.ownerId ?? null);
    if (ownerContactId) for (const id of changed) await insertFollowers(tx.db, 'lead', id, [ownerContactId]);
    return changed.length;
  });
}

async function recordFacts(ctx: Ctx, id: number): Promise<RecordFacts> {
  const item = await store.selectLead(ctx.db, id, null);
  if (!item) return noRecord;
  const ownerId = item.ownerId as number | null;
  const teamId = item.teamId as number | null;
  return {
    exists: true,
    name: item.name,
    companyId: item.companyId,
    primaryEmail: item.emailNormalised as string | null,
    primaryName: (item.contactName ??
      item.linkedContactName ??
      (parseAddress(item.emailFrom as string | null)?.name || null)) as string | null,
    primaryContactId: item.contactId as number | null,
    emailCc: item.emailCc as string | null,
    ownerId,
    ownerContactId: await selectUserContactId(ctx.db, ownerId),
    followerContactIds: await selectFollowerIds(ctx.db, 'lead', id),
    aliasOwner: teamId ? { model: 'sales_team', recordId: teamId } : null,
  };
}
