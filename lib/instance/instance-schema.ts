import { z } from 'zod';

/** What this database is: the installation's own, or a copy that keeps its mail here. */
export const instanceItemSchema = z.object({
  capturing: z.boolean().meta({ description: 'A copy: mail goes to the sandbox, mailboxes are not fetched' }),
  captureSince: z.date().nullable(),
  identity: z.string().nullable().meta({ description: 'Beginning of the identity the database belongs to' }),
  claimedAt: z.date().nullable(),
  captured: z
    .int()
    .meta({ description: 'Mails kept back since then; after a claim those of them that were not sent for real' }),
});

/** What claiming a copied database sets in motion. */
export const waitingSchema = z.object({
  emails: z.int().meta({ description: 'Mails that have not left' }),
  due: z.int().meta({ description: 'Those of them that leave at once' }),
  scheduledMessages: z.int().meta({ description: 'Messages in documents that are posted at their time' }),
  outgoingServers: z
    .int()
    .meta({ description: 'Servers they leave through; while there is no own one, the default server' }),
  mailboxes: z.int().meta({ description: 'Mailboxes that are fetched again' }),
});

export const claimDatabaseSchema = z.object({
  cancelWaiting: z.boolean().default(false).meta({ description: 'First cancel every mail that waits' }),
});

export type InstanceItem = z.output<typeof instanceItemSchema>;
export type WaitingCounts = z.output<typeof waitingSchema>;
export type ClaimDatabaseInput = z.input<typeof claimDatabaseSchema>;
