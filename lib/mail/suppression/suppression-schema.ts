import { z } from 'zod';
import type { ListFields } from '#lib/core/list-query.ts';
import { isValidAddress, parseAddressList } from '#lib/mail/message/address.ts';

/** The lists of addresses: whom mailings must not reach, who is exempt from the loop check, whose mails are spam. */
export type SuppressionList = 'blacklist' | 'gateway-allow-list' | 'blocked-senders';

/** One address: bare, or with a name before it, which is dropped. */
const email = z
  .string()
  .trim()
  .max(320, 'This is too long for an email address.')
  .transform((typed, context) => {
    const mailboxes = parseAddressList(typed);
    const [first] = mailboxes;
    const isOneLine = !/\p{Cc}/u.test(typed);
    if (first && mailboxes.length === 1 && isOneLine && isValidAddress(first.address)) return first.address;
    context.addIssue({
      code: 'custom',
      message:
        mailboxes.length > 1
          ? 'Write one address at a time.'
          : 'Write an email address, for example mary@customer.example.',
    });
    return z.NEVER;
  })
  .meta({ description: 'Kept in its normalised form', example: 'mary@customer.example' });

const reason = z
  .string()
  .trim()
  .max(1000, 'Use at most 1 000 characters.')
  .transform((text) => text || null)
  .nullable()
  .meta({ description: 'Why, for those who read the list later' });

export const addEntrySchema = z.strictObject({
  email,
  reason: reason.optional(),
  active: z
    .boolean()
    .default(true)
    .meta({ description: 'False keeps the address on record as one that was taken off the list' }),
});
export const updateEntrySchema = z.strictObject({ reason: reason.optional(), active: z.boolean().optional() });
export const removeEntrySchema = z.strictObject({ reason: reason.optional() });

export const suppressionItemSchema = z.object({
  id: z.int(),
  email: z.string(),
  reason: z.string().nullable(),
  active: z.boolean().meta({ description: 'False: taken off the list, kept for the record' }),
  createdAt: z.date(),
  updatedAt: z.date(),
});

export type AddEntryInput = z.input<typeof addEntrySchema>;
export type UpdateEntryInput = z.input<typeof updateEntrySchema>;
export type RemoveEntryInput = z.input<typeof removeEntrySchema>;
export type SuppressionItem = z.output<typeof suppressionItemSchema>;

export const suppressionListFields: ListFields = {
  sortable: ['email', 'createdAt', 'updatedAt'],
  filterable: ['email', 'active', 'createdAt'],
  defaultSort: '-createdAt',
};
