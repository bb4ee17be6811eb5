import { z } from 'zod';

const count = z.int().nonnegative();

/** How far a mailbox is: the fetch under way, and the mails that wait to be processed. */
export const mailboxProgressSchema = z.object({
  fetching: z
    .object({
      since: z.date(),
      fetched: count.meta({ description: 'Mails stored by this fetch' }),
      of: count.meta({ description: 'These and those still to come, by the books' }),
    })
    .nullable()
    .meta({ description: 'Null: no fetch is under way' }),
  lag: z.object({
    waiting: count.meta({ description: 'Mails of this server that are stored and not processed yet' }),
    oldestAt: z.date().nullable().meta({ description: 'When the oldest of them came in' }),
    seconds: count.meta({ description: 'How old the oldest is; 0: none waits' }),
  }),
});

export type MailboxProgress = z.output<typeof mailboxProgressSchema>;
