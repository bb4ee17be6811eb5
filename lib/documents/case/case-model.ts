import type { z } from 'zod';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { ChannelLink } from '../check-links.ts';
import type { NewFromMail } from '../document-definition.ts';
import type { CaseTable } from './store.ts';

/** Values of a case by field, checked by its schema. */
export type CaseValues = Record<string, unknown> & {
  name?: string;
  contactId?: number | null;
  emailFrom?: string | null;
  emailCc?: string | null;
  ownerId?: number | null;
  companyId?: number;
};

/** What a mail adds to a new case beyond what all of them take from it. */
export interface CaseExtras {
  values: CaseValues;
  /** They follow the case. */
  contactIds: number[];
}

/** One model whose documents are cases: somebody outside wrote, somebody here looks after it. */
export interface CaseModel {
  name: DocumentModel;
  /** e.g. `lead`, as in "View lead". */
  label: string;
  labelPlural: string;
  path: string;
  stages: readonly string[];
  createSchema: z.ZodType<CaseValues>;
  updateSchema: z.ZodType<CaseValues>;
  listFields: ListFields;
  table: CaseTable;
  /** Where they come in; it owns the address answers come back to. */
  channel: ChannelLink;
  /** Whether whoever writes a new one becomes a contact. */
  makesContact: boolean;
  /** Values that follow from others, before they are written. */
  derive?(values: CaseValues): CaseValues;
  /** The field with the ids of users beside the owner; they follow the case. */
  usersField?: string;
  extrasFromMail?(ctx: Ctx, mail: NewFromMail, companyId: number): Promise<CaseExtras>;
}
