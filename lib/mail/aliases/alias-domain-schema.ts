import { z } from 'zod';
import type { ListFields } from '#lib/core/list-query.ts';
import { isValidAddress, isValidDomain } from '#lib/mail/message/address.ts';
import { sanitiseLocalPart } from './sanitise-local-part.ts';

const domainName = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, 'Write the domain, for example example.com.')
  .refine((name) => /^[\x20-\x7e]*$/.test(name), 'Write the domain in its ASCII form, beginning with xn--.')
  .refine(
    (name) => isValidDomain(name) && !name.startsWith('['),
    'This is not a domain. Write one, for example example.com.',
  )
  .meta({ description: 'The domain mails come back to', example: 'example.com' });

function localPart(description: string, example: string) {
  return z
    .string()
    .transform(sanitiseLocalPart)
    .refine((name) => name !== null, 'Write what stands before the @.')
    .refine((name) => (name ?? '').length <= 64, 'At most 64 characters may stand before the @.')
    .transform((name) => name as string)
    .meta({ description, example });
}

const defaultFrom = z
  .string()
  .trim()
  .transform((typed) => (typed.includes('@') ? typed : (sanitiseLocalPart(typed) ?? '')))
  .refine((typed) => typed !== '', 'Write what stands before the @, or a full address.')
  .refine((typed) => !typed.includes('@') || isValidAddress(typed), 'This is not an email address.')
  .meta({
    description: 'Local part of the default From, or a full address: then every outgoing mail is sent From it',
    example: 'notifications',
  });

const fields = {
  name: domainName,
  catchall: localPart('Where replies come back to', 'catchall'),
  bounce: localPart('Local part of the Return-Path', 'bounce'),
  defaultFrom,
  sequence: z.int().min(0).max(1_000_000).meta({ description: 'The domain with the lowest number is the default' }),
};

export const createAliasDomainSchema = z.object({
  ...fields,
  catchall: fields.catchall.default('catchall'),
  bounce: fields.bounce.default('bounce'),
  defaultFrom: fields.defaultFrom.default('notifications'),
  sequence: fields.sequence.default(10),
});
export const updateAliasDomainSchema = z.object(fields).partial();

export type CreateAliasDomainInput = z.input<typeof createAliasDomainSchema>;
export type UpdateAliasDomainInput = z.input<typeof updateAliasDomainSchema>;

/** An alias domain, as lists and the API show it. */
export interface AliasDomainItem {
  id: number;
  name: string;
  catchall: string;
  bounce: string;
  defaultFrom: string;
  sequence: number;
  /** Companies that use it. */
  companyCount: number;
  /** Aliases with an address in it. */
  aliasCount: number;
  createdAt: Date;
  updatedAt: Date;
}

export const aliasDomainListFields: ListFields = {
  sortable: ['sequence', 'name', 'createdAt'],
  filterable: ['id', 'name'],
  defaultSort: 'sequence',
};
