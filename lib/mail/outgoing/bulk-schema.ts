import { z } from 'zod';

/** Mails of one call; the answer says where the next one goes on. */
export const mailsPerCall = 1000;

/** What is done to many mails at once: some by id, or all that a list shows. */
export const actOnEmailsSchema = z.object({
  action: z.enum(['retry', 'cancel', 'send']),
  target: z.union([
    z.object({ ids: z.array(z.int().positive()).min(1).max(mailsPerCall) }),
    z.object({ query: z.record(z.string(), z.string()).meta({ description: 'As the query string of the list' }) }),
  ]),
  cursor: z
    .string()
    .regex(/^\d{1,10}-\d{1,10}$/, 'The cursor is not one that this gave out. Start again without it.')
    .nullish()
    .meta({ description: '`cursor` of the answer before; left out: from the beginning' }),
});

export type ActOnEmailsInput = z.input<typeof actOnEmailsSchema>;

export interface EmailsActed {
  done: number;
  /** Mails it could not be done to: nothing of them waits, or failed. */
  skipped: number;
  /** Where the next call goes on; null: that was all. Mails written since the first call are not in it. */
  cursor: string | null;
}
