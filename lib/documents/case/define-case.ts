import { recordAudit } from '#lib/audit/record-audit.ts';
import { companyScope, requireSignedIn } from '#lib/auth/permissions.ts';
import { invalidField } from '#lib/core/errors.ts';
import type { ListQuery } from '#lib/core/list-query.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listRows } from '#lib/db/list-rows.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { checkLinks, companyForNew } from '../check-links.ts';
import type { BulkChange, DocumentDefinition, DocumentItem } from '../document-definition.ts';
import { follow } from '../follow.ts';
import { asksForArchived, listMatchingIds } from '../list-scope.ts';
import { assertMailbox, normalisedOf } from '../mailbox-values.ts';
import { recordNotFound } from '../record-not-found.ts';
import { deleteThread, insertFollowers, selectNames, selectUserContactId } from '../store.ts';
import { caseFacts } from './case-facts.ts';
import type { CaseModel, CaseValues } from './case-model.ts';
import { createCaseFromMail, updateCaseFromMail } from './create-case-from-mail.ts';
import * as store from './store.ts';

/** The definition of a model of cases: leads, tickets and the like differ in words, stages and a few fields. */
export function defineCase(model: CaseModel): DocumentDefinition {
  const { name, label, labelPlural, path, createSchema, updateSchema, listFields, stages, table } = model;
  return {
    ...{ name, label, labelPlural, path, createSchema, updateSchema, listFields, stages },
    aliasModel: null,
    list: (ctx, query) => listRows(ctx.db, sourceFor(ctx, model, query), query),
    countByStage: (ctx, query) =>
      store.countCasesByStage(ctx.db, table, sourceFor(ctx, model, query), withoutStage(query)),
    listIds: (ctx, query, limit) => listMatchingIds(ctx, sourceFor(ctx, model, query), query, limit),
    read: (ctx, id) => read(ctx, model, id),
    create: (ctx, input) => create(ctx, model, input),
    update: (ctx, id, input) => update(ctx, model, id, input),
    remove: (ctx, id) => remove(ctx, model, id),
    bulkUpdate: (ctx, ids, change) => bulkUpdate(ctx, model, ids, change),
    recordFacts: (ctx, id) => caseFacts(ctx, model, id),
    namesOf: (ctx, ids) => selectNames(ctx.db, table.table, ids),
    createFromMail: (ctx, mail) => createCaseFromMail(ctx, model, mail),
    countOfSender: (ctx, address, since) => store.countCasesOfSender(ctx.db, table, address, since),
    updateFromMail: (ctx, id, mail) => updateCaseFromMail(ctx, model, id, mail),
  };
}

function sourceFor(ctx: Ctx, model: CaseModel, query: ListQuery) {
  requireSignedIn(ctx.actor);
  return store.caseSource(model.table, companyScope(ctx.actor), asksForArchived(query));
}

function withoutStage(query: ListQuery): ListQuery {
  return { ...query, filters: query.filters.filter((filter) => filter.field !== 'stage') };
}

async function read(ctx: Ctx, model: CaseModel, id: number): Promise<DocumentItem> {
  requireSignedIn(ctx.actor);
  const item = await store.selectCase(ctx.db, model.table, id, companyScope(ctx.actor));
  if (!item) throw recordNotFound(model.label, id);
  return item;
}

/** Who creates a case and who looks after it follow it. */
async function create(ctx: Ctx, model: CaseModel, input: unknown): Promise<DocumentItem> {
  requireSignedIn(ctx.actor);
  const values = await checked(ctx, model, parseInput(model.createSchema, input));
  const companyId = await companyForNew(ctx, values, model.channel);
  const id = await inTransaction(ctx, async (tx) => {
    const emailNormalised = normalisedOf(values.emailFrom);
    const id = await store.insertCase(tx.db, model.table, { ...values, companyId, emailNormalised });
    const contactIds = [tx.actor.contactId, ...(await contactsOf(tx, model, values))];
    await follow(tx, { model: model.name, recordId: id, contactIds });
    return id;
  });
  return read(ctx, model, id);
}

async function update(ctx: Ctx, model: CaseModel, id: number, input: unknown): Promise<DocumentItem> {
  await read(ctx, model, id);
  const values = await checked(ctx, model, parseInput(model.updateSchema, input));
  const email = values.emailFrom === undefined ? {} : { emailNormalised: normalisedOf(values.emailFrom) };
  await inTransaction(ctx, async (tx) => {
    await store.updateCases(tx.db, model.table, [id], companyScope(tx.actor), { ...values, ...email });
    await follow(tx, { model: model.name, recordId: id, contactIds: await contactsOf(tx, model, values) });
  });
  return read(ctx, model, id);
}

async function checked(ctx: Ctx, model: CaseModel, values: CaseValues): Promise<CaseValues> {
  assertMailbox('emailFrom', values.emailFrom);
  await checkLinks(ctx, values, model.channel);
  await checkUsers(ctx, model, values);
  return model.derive?.(values) ?? values;
}

async function checkUsers(ctx: Ctx, model: CaseModel, values: CaseValues): Promise<void> {
  for (const userId of userIdsOf(model, values)) {
    if ((await selectUserContactId(ctx.db, userId)) !== null) continue;
    const message = `There is no active user ${userId} you can see. Choose another.`;
    throw invalidField(model.usersField ?? 'ownerId', message);
  }
}

function userIdsOf({ usersField }: CaseModel, values: CaseValues): number[] {
  const ids = usersField ? values[usersField] : [];
  return Array.isArray(ids) ? ids : [];
}

/** Contacts of the users who look after a case. */
async function contactsOf(ctx: Ctx, model: CaseModel, values: CaseValues): Promise<(number | null)[]> {
  const userIds = [values.ownerId ?? null, ...userIdsOf(model, values)];
  const contactIds = [];
  for (const userId of new Set(userIds)) contactIds.push(await selectUserContactId(ctx.db, userId));
  return contactIds;
}

async function remove(ctx: Ctx, model: CaseModel, id: number): Promise<void> {
  const before = await read(ctx, model, id);
  await inTransaction(ctx, async (tx) => {
    await deleteThread(tx.db, model.name, id);
    await store.deleteCase(tx.db, model.table, id);
    const facts = { name: before.name, emailFrom: before.emailFrom };
    await recordAudit(tx, { action: `${model.name}.delete`, targetType: model.name, targetId: id, before: facts });
  });
}

async function bulkUpdate(ctx: Ctx, model: CaseModel, ids: number[], change: BulkChange): Promise<number> {
  requireSignedIn(ctx.actor);
  const values = parseInput(model.updateSchema, change);
  await checkLinks(ctx, values, model.channel);
  return inTransaction(ctx, async (tx) => {
    const changed = await store.updateCases(tx.db, model.table, ids, companyScope(tx.actor), values);
    const ownerContactId = await selectUserContactId(tx.db, values.ownerId ?? null);
    if (ownerContactId) for (const id of changed) await insertFollowers(tx.db, model.name, id, [ownerContactId]);
    return changed.length;
  });
}
