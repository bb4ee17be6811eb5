import type { z } from 'zod';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import type { ListFields, ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';

/** A document as lists, forms and the API show it. */
export interface DocumentItem {
  id: number;
  name: string;
  companyId: number | null;
  createdAt: Date;
  updatedAt: Date;
  [field: string]: unknown;
}

/** What mail and chatter need to know of a document, whatever its model. */
export interface RecordFacts {
  /** False: there is no such record; everything else is empty then. */
  exists: boolean;
  name: string;
  companyId: number | null;
  /** Normalised address of the person the document is about. */
  primaryEmail: string | null;
  primaryName: string | null;
  primaryContactId: number | null;
  /** Header value with the addresses that were in Cc of the mails that made it. */
  emailCc: string | null;
  ownerId: number | null;
  ownerContactId: number | null;
  followerContactIds: number[];
  /** The record whose alias answers to this document come back to; null: the catchall. */
  aliasOwner: { model: DocumentModel; recordId: number } | null;
}

/** A document as lists of other subjects name it. */
export interface NamedRecord {
  id: number;
  name: string;
  companyId: number | null;
}

/** A mail that becomes a document. */
export interface NewFromMail {
  subject: string;
  from: { name: string; address: string };
  /** Header values without addresses of ours; may be empty. */
  to: string;
  cc: string;
  contactId: number | null;
  /** It came from an alias of ours: nobody who could become a contact. */
  senderIsOurs: boolean;
  /** Who created it, when the sender is a user. */
  userId: number | null;
  companyId: number | null;
  /** Of the alias: field values by name. */
  defaults: Record<string, unknown>;
  bodyText: string;
}

/** A document a mail made. */
export interface MadeFromMail {
  id: number;
  /** Whom the mail is from, where that is known or was made known; else null. */
  senderContactId: number | null;
}

/** What several selected documents are changed to. */
export interface BulkChange {
  stage?: string;
  ownerId?: number | null;
  active?: boolean;
}

/** One model with a chatter. A new model is one folder exporting this, and one line in the registry. */
export interface DocumentDefinition {
  name: DocumentModel;
  /** e.g. `lead`, as in "View lead". */
  label: string;
  labelPlural: string;
  /** Of its pages, e.g. `/crm/leads`; the form is at `<path>/<id>`. */
  path: string;
  createSchema: z.ZodType;
  updateSchema: z.ZodType;
  listFields: ListFields;
  /** In order; empty where the model has none. */
  stages: readonly string[];
  /** Documents this model's aliases create; null where it owns no alias. */
  aliasModel: DocumentModel | null;
  list(ctx: Ctx, query: ListQuery): Promise<ListPage<DocumentItem>>;
  /** How many match in each stage, ignoring the stage filter of the query. */
  countByStage(ctx: Ctx, query: ListQuery): Promise<Record<string, number>>;
  /** Ids of at most `limit` records that match. */
  listIds(ctx: Ctx, query: ListQuery, limit: number): Promise<number[]>;
  /** @throws AppError `not_found` also for another company's record */
  read(ctx: Ctx, id: number): Promise<DocumentItem>;
  create(ctx: Ctx, input: unknown): Promise<DocumentItem>;
  update(ctx: Ctx, id: number, input: unknown): Promise<DocumentItem>;
  remove(ctx: Ctx, id: number): Promise<void>;
  /** Changes those of `ids` the actor may see; answers how many. */
  bulkUpdate(ctx: Ctx, ids: number[], change: BulkChange): Promise<number>;
  /** Without any check of who asks: for the product itself. */
  recordFacts(ctx: Ctx, id: number): Promise<RecordFacts>;
  /** Those of `ids` that there are, in one statement; without any check of who asks. */
  namesOf(ctx: Ctx, ids: number[]): Promise<NamedRecord[]>;
  /** Absent where mail cannot create such a document. */
  createFromMail?(ctx: Ctx, mail: NewFromMail): Promise<MadeFromMail>;
  /** How many were made since then whose primary address is this one; for the loop check. Wherever mail creates. */
  countOfSender?(ctx: Ctx, address: string, since: Date): Promise<number>;
  updateFromMail?(ctx: Ctx, id: number, mail: { cc: string; from: { name: string; address: string } }): Promise<void>;
}

/** Facts of a record that is not there. */
export const noRecord: RecordFacts = {
  exists: false,
  name: '',
  companyId: null,
  primaryEmail: null,
  primaryName: null,
  primaryContactId: null,
  emailCc: null,
  ownerId: null,
  ownerContactId: null,
  followerContactIds: [],
  aliasOwner: null,
};
