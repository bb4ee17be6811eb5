import { z } from 'zod';
import { recipientRefusals } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';

export const refusedRecipientSchema = z.object({
  id: z.int(),
  address: z.string().meta({ description: 'Lower case' }),
  reason: z.enum(recipientRefusals),
  attempts: z.int().meta({ description: 'How often a mail server named it' }),
  lastAt: z.date(),
  lastSender: z.string().meta({ description: 'Envelope sender of the last time; empty for the null sender' }),
  lastClientIp: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

export type RefusedRecipient = z.output<typeof refusedRecipientSchema>;

export const refusedRecipientListFields: ListFields = {
  sortable: ['lastAt', 'attempts', 'address', 'createdAt'],
  filterable: ['reason', 'address', 'lastAt'],
  defaultSort: '-lastAt',
};
