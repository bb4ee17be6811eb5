import { z } from 'zod';
import { documentModels, type IncomingOutcome, type IncomingSource, incomingOutcomes } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';
import type { TraceLine } from '#lib/core/trace.ts';
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
export interface IncomingRoute {
  outcome: string;
  model: string | null;
  recordId: number | null;
  messageId: number | null;
  aliasId: number | null;
  reason: string;
}

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
  history: MailEvent[];
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
