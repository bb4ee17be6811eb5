import { z } from 'zod';
import { uidDispositions } from '#lib/core/enumerations.ts';

const count = z.int().nonnegative();

export const uidRangeSchema = z.object({
  from: z.int().positive(),
  to: z.int().positive(),
  disposition: z.enum(uidDispositions),
  reason: z.string().nullable().meta({ description: 'Why they were refused' }),
});

/** The books of one folder, as pages and the API show them. */
export const folderLedgerSchema = z.object({
  id: z.int().nullable().meta({ description: 'Names these books; null for POP3' }),
  account: z.string().meta({ description: 'user@host' }),
  folder: z.string(),
  uidValidity: z.string(),
  uidNext: z.int().nullable().meta({ description: 'As the server said it last; null where it does not tell' }),
  nextUid: z
    .int()
    .meta({ description: 'The ranges cover 1 to this - 1; for POP3 one more than the mails ever listed' }),
  balanced: z.boolean().meta({ description: 'Every number from 1 to UIDNEXT - 1 is in exactly one range' }),
  accounted: count.meta({ description: 'Sum of the ranges' }),
  totals: z.partialRecord(z.enum(uidDispositions), count),
  rangeCount: count,
  ranges: z.array(uidRangeSchema).meta({ description: 'In order, at most `limit`' }),
  nextFrom: z.int().nullable().meta({ description: 'Ask with `from` for the ranges that follow; null: no more' }),
  mailbox: z
    .object({ listed: count, left: count })
    .nullable()
    .meta({ description: 'POP3: mails listed at the last fetch, and those stored here among them; null for IMAP' }),
  firstFetchAt: z.date(),
  updatedAt: z.date(),
  checkedAt: z.date().nullable().meta({ description: 'When all numbers were last compared with the mailbox' }),
  closedAt: z.date().nullable().meta({ description: 'Other books have taken over since' }),
});

/** The books of a server, the newest first. */
export const ledgerSchema = z.object({ folders: z.array(folderLedgerSchema) });

export type FolderLedger = z.output<typeof folderLedgerSchema>;

/** Which part of the ranges is wanted. */
export const ledgerQuerySchema = z.object({
  folderId: z.coerce.number().int().positive().optional(),
  disposition: z.enum(uidDispositions).optional(),
  from: z.coerce.number().int().positive().default(1),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

export type LedgerQuery = z.input<typeof ledgerQuerySchema>;
