import { recordAudit } from '#lib/audit/record-audit.ts';
import { companyScope, requireSignedIn } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { ListQuery } from '#lib/core/list-query.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listRows } from '#lib/db/list-rows.ts';
import { inTransaction } from '#lib/db/transaction.ts';
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
import { recordNotFound } from '../record-not-found.ts';
import { deleteThread, selectFollowerIds, selectUserContactId } from '../store.ts';
import { createSalesTeamSchema, salesTeamListFields, updateSalesTeamSchema } from './sales-team-schema.ts';
import * as store from './store.ts';
import { deleteTeamAlias, saveTeamAlias, withAliasAddress } from './team-alias.ts';

/** Sellers who share an address: mails to its alias become leads of the team. */
export const salesTeamDefinition: DocumentDefinition = {
  name: 'sales_team',
  label: 'sales team',
  labelPlural: 'sales teams',
  path: '/crm/teams',
  createSchema: createSalesTeamSchema,
  updateSchema: updateSalesTeamSchema,
  listFields: salesTeamListFields,
  stages: [],
  aliasModel: 'lead',
  list: listTeams,
  countByStage: async () => ({}),
  listIds: (ctx, query, limit) => listMatchingIds(ctx, sourceFor(ctx, query), query, limit),
  read,
  create,
  update,
  remove,
  bulkUpdate,
  recordFacts,
};

function sourceFor(ctx: Ctx, query: ListQuery) {
  requireSignedIn(ctx.actor);
  return store.salesTeamSource(companyScope(ctx.actor), asksForArchived(query));
}

async function listTeams(ctx: Ctx, query: ListQuery) {
  const page = await listRows(ctx.db, sourceFor(ctx, query), query);
  return { ...page, items: await Promise.all(page.items.map((item) => withAliasAddress(ctx, item))) };
}

async function read(ctx: Ctx, id: number): Promise<DocumentItem> {
  requireSignedIn(ctx.actor);
  const item = await store.selectSalesTeam(ctx.db, id, companyScope(ctx.actor));
  if (!item) throw recordNotFound('sales team', id);
  return withAliasAddress(ctx, item);
}

async function create(ctx: Ctx, input: unknown): Promise<DocumentItem> {
  requireSignedIn(ctx.actor);
  const { aliasLocalPart, aliasContactPolicy, ...values } = parseInput(createSalesTeamSchema, input);
  await checkLinks(ctx, values);
  const companyId = await companyForNew(ctx, values);
  const id = await inTransaction(ctx, async (tx) => {
    const id = await store.insertSalesTeam(tx.db, { ...values, companyId });
    await saveTeamAlias(tx, { id, companyId }, { localPart: aliasLocalPart, contactPolicy: aliasContactPolicy });
    const leader = await selectUserContactId(tx.db, values.leaderId ?? null);
    await follow(tx, { model: 'sales_team', recordId: id, contactIds: [tx.actor.contactId, leader] });
    return id;
  });
  return read(ctx, id);
}

async function update(ctx: Ctx, id: number, input: unknown): Promise<DocumentItem> {
  const before = await read(ctx, id);
  const { aliasLocalPart, aliasContactPolicy, ...values } = parseInput(updateSalesTeamSchema, input);
  await checkLinks(ctx, values);
  await inTransaction(ctx, async (tx) => {
    await store.updateSalesTeams(tx.db, [id], companyScope(tx.actor), values);
    const alias = { localPart: aliasLocalPart, contactPolicy: aliasContactPolicy };
    await saveTeamAlias(tx, { id, companyId: values.companyId ?? before.companyId }, alias);
    if (!values.leaderId) return;
    const leader = await selectUserContactId(tx.db, values.leaderId);
    await follow(tx, { model: 'sales_team', recordId: id, contactIds: [leader] });
  });
  return read(ctx, id);
}

async function remove(ctx: Ctx, id: number): Promise<void> {
  const before = await read(ctx, id);
  const leads = await store.countLeadsOf(ctx.db, id);
  if (leads > 0) {
    const count = leads === 1 ? 'One lead belongs' : `${leads} leads belong`;
    throw new AppError('in_use', `${count} to ${before.name}. Give them to another team, or archive this one.`);
  }
  await inTransaction(ctx, async (tx) => {
    await deleteTeamAlias(tx, id);
    await deleteThread(tx.db, 'sales_team', id);
    await store.deleteSalesTeam(tx.db, id);
    const facts = { name: before.name };
    await recordAudit(tx, { action: 'sales-team.delete', targetType: 'sales_team', targetId: id, before: facts });
  });
}

async function bulkUpdate(ctx: Ctx, ids: number[], change: BulkChange): Promise<number> {
  requireSignedIn(ctx.actor);
  if (change.active === undefined) return 0;
  return store.updateSalesTeams(ctx.db, ids, companyScope(ctx.actor), { active: change.active });
}

async function recordFacts(ctx: Ctx, id: number): Promise<RecordFacts> {
  const item = await store.selectSalesTeam(ctx.db, id, null);
  if (!item) return noRecord;
  const ownerId = item.leaderId as number | null;
  return {
    ...noRecord,
    exists: true,
    name: item.name,
    companyId: item.companyId,
    ownerId,
    ownerContactId: await selectUserContactId(ctx.db, ownerId),
    followerContactIds: await selectFollowerIds(ctx.db, 'sales_team', id),
    aliasOwner: { model: 'sales_team', recordId: id },
  };
}
