import { recordAudit } from '#lib/audit/record-audit.ts';
import { companyScope, requireSignedIn } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listRows } from '#lib/db/list-rows.ts';
import { brokenConstraint } from '#lib/db/postgres-errors.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { checkLinks } from '../check-links.ts';
import {
  type BulkChange,
  type DocumentDefinition,
  type DocumentItem,
  noRecord,
  type RecordFacts,
} from '../document-definition.ts';
import { asksForArchived, listMatchingIds } from '../list-scope.ts';
import { assertMailbox, normalisedOf } from '../mailbox-values.ts';
import { recordNotFound } from '../record-not-found.ts';
import { deleteThread } from '../store.ts';
import { contactListFields, createContactSchema, updateContactSchema } from './contact-schema.ts';
import * as store from './store.ts';

/** Persons and organisations, whatever they are to us. */
export const contactDefinition: DocumentDefinition = {
  name: 'contact',
  label: 'contact',
  labelPlural: 'contacts',
  path: '/contacts',
  createSchema: createContactSchema,
  updateSchema: updateContactSchema,
  listFields: contactListFields,
  stages: [],
  aliasModel: null,
  list: (ctx, query) => listRows(ctx.db, sourceFor(ctx, asksForArchived(query)), query),
  countByStage: async () => ({}),
  listIds: (ctx, query, limit) => listMatchingIds(ctx, sourceFor(ctx, asksForArchived(query)), query, limit),
  read,
  create,
  update,
  remove,
  bulkUpdate,
  recordFacts,
  namesOf: (ctx, ids) => store.selectContactNames(ctx.db, ids),
};

function sourceFor(ctx: Ctx, withArchived: boolean) {
  requireSignedIn(ctx.actor);
  return store.contactSource(companyScope(ctx.actor), withArchived);
}

async function read(ctx: Ctx, id: number): Promise<DocumentItem> {
  requireSignedIn(ctx.actor);
  const item = await store.selectContact(ctx.db, id, companyScope(ctx.actor));
  if (!item) throw recordNotFound('contact', id);
  return item;
}

async function create(ctx: Ctx, input: unknown): Promise<DocumentItem> {
  requireSignedIn(ctx.actor);
  const values = parseInput(createContactSchema, input);
  assertMailbox('email', values.email);
  await checkLinks(ctx, { companyId: values.companyId });
  const id = await store.insertContact(ctx.db, { ...values, emailNormalised: normalisedOf(values.email) });
  return read(ctx, id);
}

async function update(ctx: Ctx, id: number, input: unknown): Promise<DocumentItem> {
  const before = await read(ctx, id);
  const values = parseInput(updateContactSchema, input);
  assertMailbox('email', values.email);
  await checkLinks(ctx, { companyId: values.companyId });
  const email = values.email === undefined ? {} : { emailNormalised: normalisedOf(values.email) };
  if (values.active === false) await refuseForUser(ctx, before);
  await store.updateContacts(ctx.db, [id], companyScope(ctx.actor), { ...values, ...email });
  return read(ctx, id);
}

async function remove(ctx: Ctx, id: number): Promise<void> {
  const before = await read(ctx, id);
  await refuseForUser(ctx, before);
  try {
    await inTransaction(ctx, async (tx) => {
      await deleteThread(tx.db, 'contact', id);
      await store.deleteContact(tx.db, id);
      await recordAudit(tx, {
        action: 'contact.delete',
        targetType: 'contact',
        targetId: id,
        before: { name: before.name },
      });
    });
  } catch (error) {
    if (brokenConstraint(error)?.code !== '23503') throw error;
    const message = `${before.name} has written or received messages, or stands on documents. Archive the contact instead.`;
    throw new AppError('in_use', message, { cause: error });
  }
}

async function refuseForUser(ctx: Ctx, item: DocumentItem): Promise<void> {
  if ((await store.countUsersOf(ctx.db, item.id)) === 0) return;
  throw new AppError('in_use', `${item.name} is the contact of a user. Deactivate the user instead.`);
}

async function bulkUpdate(ctx: Ctx, ids: number[], change: BulkChange): Promise<number> {
  requireSignedIn(ctx.actor);
  if (change.active === undefined) return 0;
  return store.updateContacts(ctx.db, ids, companyScope(ctx.actor), { active: change.active });
}

async function recordFacts(ctx: Ctx, id: number): Promise<RecordFacts> {
  const found = await store.selectContactFacts(ctx.db, id);
  if (!found) return noRecord;
  return { ...noRecord, ...found, exists: true, primaryName: found.name, primaryContactId: id };
}
