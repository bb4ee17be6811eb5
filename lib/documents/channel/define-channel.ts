import { recordAudit } from '#lib/audit/record-audit.ts';
import { companyScope, requireSignedIn } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import type { ListQuery } from '#lib/core/list-query.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listRows } from '#lib/db/list-rows.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { deleteOwnerAlias } from '#lib/mail/aliases/delete-owner-alias.ts';
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
import { deleteThread, selectNames, selectUserContactId } from '../store.ts';
import { saveChannelAlias, withAliasAddress } from './channel-alias.ts';
import type { ChannelModel } from './channel-model.ts';
import { channelListFields, createChannelSchema, updateChannelSchema } from './channel-schema.ts';
import * as store from './store.ts';

/** The definition of a model of channels: people who share an address, and what its mails become. */
export function defineChannel(model: ChannelModel): DocumentDefinition {
  const { name, label, labelPlural, path, cases } = model;
  return {
    ...{ name, label, labelPlural, path },
    createSchema: createChannelSchema,
    updateSchema: updateChannelSchema,
    listFields: channelListFields,
    stages: [],
    aliasModel: cases.model,
    list: (ctx, query) => listChannels(ctx, model, query),
    countByStage: async () => ({}),
    listIds: (ctx, query, limit) => listMatchingIds(ctx, sourceFor(ctx, model, query), query, limit),
    read: (ctx, id) => read(ctx, model, id),
    create: (ctx, input) => create(ctx, model, input),
    update: (ctx, id, input) => update(ctx, model, id, input),
    remove: (ctx, id) => remove(ctx, model, id),
    bulkUpdate: (ctx, ids, change) => bulkUpdate(ctx, model, ids, change),
    recordFacts: (ctx, id) => recordFacts(ctx, model, id),
    namesOf: (ctx, ids) => selectNames(ctx.db, model.table.table, ids),
  };
}

function sourceFor(ctx: Ctx, model: ChannelModel, query: ListQuery) {
  requireSignedIn(ctx.actor);
  return store.channelSource(model.table, companyScope(ctx.actor), asksForArchived(query));
}

async function listChannels(ctx: Ctx, model: ChannelModel, query: ListQuery) {
  const page = await listRows(ctx.db, sourceFor(ctx, model, query), query);
  return { ...page, items: await Promise.all(page.items.map((item) => withAliasAddress(ctx, item))) };
}

async function read(ctx: Ctx, model: ChannelModel, id: number): Promise<DocumentItem> {
  requireSignedIn(ctx.actor);
  const item = await store.selectChannel(ctx.db, model.table, id, companyScope(ctx.actor));
  if (!item) throw recordNotFound(model.label, id);
  return withAliasAddress(ctx, item);
}

async function create(ctx: Ctx, model: ChannelModel, input: unknown): Promise<DocumentItem> {
  requireSignedIn(ctx.actor);
  const { aliasLocalPart, aliasContactPolicy, ...values } = parseInput(createChannelSchema, input);
  await checkLinks(ctx, values);
  const companyId = await companyForNew(ctx, values);
  const id = await inTransaction(ctx, async (tx) => {
    const id = await store.insertChannel(tx.db, model.table, { ...values, companyId });
    const alias = { localPart: aliasLocalPart, contactPolicy: aliasContactPolicy };
    await saveChannelAlias(tx, model, { id, companyId }, alias);
    const leader = await selectUserContactId(tx.db, values.leaderId ?? null);
    await follow(tx, { model: model.name, recordId: id, contactIds: [tx.actor.contactId, leader] });
    return id;
  });
  return read(ctx, model, id);
}

async function update(ctx: Ctx, model: ChannelModel, id: number, input: unknown): Promise<DocumentItem> {
  const before = await read(ctx, model, id);
  const { aliasLocalPart, aliasContactPolicy, ...values } = parseInput(updateChannelSchema, input);
  await checkLinks(ctx, values);
  await inTransaction(ctx, async (tx) => {
    await store.updateChannels(tx.db, model.table, [id], companyScope(tx.actor), values);
    const alias = { localPart: aliasLocalPart, contactPolicy: aliasContactPolicy };
    await saveChannelAlias(tx, model, { id, companyId: values.companyId ?? before.companyId }, alias);
    if (!values.leaderId) return;
    const leader = await selectUserContactId(tx.db, values.leaderId);
    await follow(tx, { model: model.name, recordId: id, contactIds: [leader] });
  });
  return read(ctx, model, id);
}

async function remove(ctx: Ctx, model: ChannelModel, id: number): Promise<void> {
  const { name, label, cases } = model;
  const before = await read(ctx, model, id);
  const count = await store.countCasesOf(ctx.db, model.table, id);
  if (count > 0) {
    const words = count === 1 ? cases.one : `${count} ${cases.many}`;
    throw new AppError('in_use', `${words} to ${before.name}. Give them to another ${label}, or archive this one.`);
  }
  await inTransaction(ctx, async (tx) => {
    await deleteOwnerAlias(tx, { ownerModel: name, ownerId: id });
    await deleteThread(tx.db, name, id);
    await store.deleteChannel(tx.db, model.table, id);
    const action = `${name.replaceAll('_', '-')}.delete`;
    await recordAudit(tx, { action, targetType: name, targetId: id, before: { name: before.name } });
  });
}

async function bulkUpdate(ctx: Ctx, model: ChannelModel, ids: number[], change: BulkChange): Promise<number> {
  requireSignedIn(ctx.actor);
  if (change.active === undefined) return 0;
  return store.updateChannels(ctx.db, model.table, ids, companyScope(ctx.actor), { active: change.active });
}

async function recordFacts(ctx: Ctx, model: ChannelModel, id: number): Promise<RecordFacts> {
  const found = await store.selectChannelFacts(ctx.db, model.table, model.name, id);
  if (!found) return noRecord;
  return { ...noRecord, ...found, exists: true, aliasOwner: { model: model.name, recordId: id } };
}
