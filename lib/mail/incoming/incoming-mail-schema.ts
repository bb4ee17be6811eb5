import { z } from 'zod';
import { documentModels, type IncomingOutcome, type IncomingSource, incomingOutcomes } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';
import type { TraceLine } from '#lib/core/trace.ts';
import type { RecordName } from '#lib/documents/name-records.ts';
import type { ParsedView } from './trace/gateway-answer.ts';
import type { MailEvent } from './trace/mail-history.ts';

export const assignMailSchema = z.object({
  model: z.enum(documentModels),
  recordId: z.int().positive(),
});
export const createDocumentSchema = z.object({ model: z.enum(documentModels) });

const count = z.int().nonnegative();

/** Stored mails by outcome; an outcome of none is left out. */
export const incomingCountsSchema = z.object({
  all: count,
  unprocessed: count,
  outcomes: z.partialRecord(z.enum(incomingOutcomes), count),
  limit: count.meta({ description: 'Where each count stops' }),
  more: z
    .array(z.enum(['all', 'unprocessed', ...incomingOutcomes]))
    .meta({ description: 'Those of which there are more than that' }),
});

export type IncomingCounts = z.output<typeof incomingCountsSchema>;

/** One route of a mail: where it went. */
const incomingRouteSchema = z.object({
  outcome: z.string(),
  model: z.string().nullable(),
  recordId: z.int().nullable(),
  recordName: z
    .string()
    .nullable()
    .meta({ description: 'Null where there is no record, it is deleted, or you may not read it (scope records:read)' }),
  recordDeleted: z.boolean(),
  messageId: z.int().nullable().meta({ description: 'The message it became in the chatter of the record' }),
  aliasId: z.int().nullable(),
  reason: z.string(),
});

export type IncomingRoute = z.output<typeof incomingRouteSchema>;

/** Of the answers about incoming mails the part that is described. */
export const routedMailSchema = z.looseObject({
  id: z.int().nullable(),
  outcome: z.enum(incomingOutcomes).nullable().meta({ description: 'Null until processed' }),
  reason: z.string().nullable(),
  routes: z.array(incomingRouteSchema),
});

/** A stored mail, as lists and the API show it. */
export interface IncomingMailItem {
  id: number;
  receivedAt: Date;
  source: IncomingSource;
  incomingServerId: number | null;
  /** For IMAP: the books of the mailbox that it is in, and its number there. */
  folderId: number | null;
  uid: number | null;
  /** Null until processed. */
  outcome: IncomingOutcome | null;
  reason: string | null;
  from: string | null;
  to: string | null;
  subject: string | null;
  messageId: string | null;
  /** Bytes. */
  size: number;
  routes: IncomingRoute[];
  attempts: number;
  processedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A step in the life of a mail, with the name of the document it led to. */
export interface NamedMailEvent extends Omit<MailEvent, 'record'> {
  record: (NonNullable<MailEvent['record']> & RecordName) | null;
}

/** One stored mail with its decision and what is in it. */
export interface IncomingMailDetail extends IncomingMailItem {
  sha256: string;
  envelopeFrom: string | null;
  envelopeTo: string | null;
  /** Who handed it to our own listener; null where it came another way. */
  clientIp: string | null;
  clientName: string | null;
  trace: TraceLine[];
  /** What happened to it, oldest first. */
  history: NamedMailEvent[];
  /** In document order, as they stand in the mail. */
  headers: { name: string; value: string }[];
  parsed: ParsedView;
}

export const incomingMailListFields: ListFields = {
  sortable: ['receivedAt', 'id', 'subject', 'from', 'outcome'],
  filterable: [
    'id',
    'outcome',
    'source',
    'incomingServerId',
    'sender',
    'folderId',
    'uid',
    'receivedAt',
    'createdAt',
    'messageId',
    'processed',
  ],
  defaultSort: '-receivedAt',
  numberedWithin: { folderId: 'uid' },
};
