import { canSeeCompany, hasScope } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { NamedRecord } from './document-definition.ts';
import { isDocumentModel, modelOf } from './registry.ts';

/** Names a document, as rows of other subjects do that point to one. */
export interface RecordRef {
  model: string | null;
  recordId: number | null;
}

/** What a list says of the document it points to. */
export interface RecordName {
  /** Null: there is none, it is deleted, or the actor may not read it. */
  recordName: string | null;
  /** There was such a document, and it is deleted. */
  recordDeleted: boolean;
}

const nameless: RecordName = { recordName: null, recordDeleted: false };

/**
 * The names of documents that rows point to, in one statement a model. Documents of other companies, and any for an API
 * key without `records:read`, stay without a name.
 * @returns what to say of each of `refs`
 */
export async function nameRecords(ctx: Ctx, refs: readonly RecordRef[]): Promise<(ref: RecordRef) => RecordName> {
  const found = new Map<string, Map<number, NamedRecord>>();
  for (const [model, ids] of idsByModel(refs)) {
    const records = await modelOf(model).namesOf(ctx, [...ids]);
    found.set(model, new Map(records.map((record) => [record.id, record])));
  }
  const mayRead = hasScope(ctx.actor, 'records:read');
  return ({ model, recordId }) => {
    const records = found.get(model ?? '');
    if (!records || recordId === null) return nameless;
    const record = records.get(recordId);
    if (!record) return { recordName: null, recordDeleted: true };
    const isShown = mayRead && canSeeCompany(ctx.actor, record.companyId);
    return isShown ? { recordName: record.name, recordDeleted: false } : nameless;
  };
}

function idsByModel(refs: readonly RecordRef[]): Map<string, Set<number>> {
  const ids = new Map<string, Set<number>>();
  for (const { model, recordId } of refs) {
    if (!isDocumentModel(model) || recordId === null) continue;
    ids.set(model, (ids.get(model) ?? new Set()).add(recordId));
  }
  return ids;
}
