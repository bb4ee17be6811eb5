import { z } from 'zod';
import type { AliasStatus, ContactPolicy } from '#lib/core/enumerations.ts';
import { contactPolicies, documentModels } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';
import { sanitiseLocalPart } from './sanitise-local-part.ts';

/** What stands before the `@`; empty or null: the alias is inactive. */
export const aliasLocalPart = z
  .string()
  .nullable()
  .transform(sanitiseLocalPart)
  .refine((name) => (name ?? '').length <= 64, 'At most 64 characters may stand before the @.')
  .meta({ description: 'What stands before the @; null: the alias is inactive', example: 'sales' });

const model = z.enum(documentModels);

const fields = {
  localPart: aliasLocalPart,
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .nullable()
    .meta({ description: "Name of an alias domain; left out: the company's", example: 'example.com' }),
  aliasDomainId: z.int().positive().nullable(),
  model: model.meta({ description: 'What a mail to the alias creates', example: 'lead' }),
  ownerModel: model.nullable(),
  ownerId: z.int().positive().nullable(),
  recordId: z.int().positive().nullable().meta({ description: 'Mails always go to this record' }),
  defaults: z.record(z.string(), z.unknown()).meta({ description: 'Values of the record a mail creates' }),
  contactPolicy: z.enum(contactPolicies).meta({ description: 'Who may write to the alias' }),
  requireVerifiedSender: z.boolean(),
  acceptAutomatic: z.boolean(),
  matchLocalPartOnly: z.boolean(),
  hourlyLimit: z
    .int()
    .min(1, 'Let at least one mail an hour through, or leave it empty.')
    .max(100_000)
    .nullable()
    .meta({
      description: 'Mails an hour the alias takes by itself; further ones wait in quarantine. Null: any number',
    }),
  bouncedContent: z.string().trim().max(100_000).nullable(),
};

const optional = z.object(fields).partial();

export const createAliasSchema = optional.extend({ model: fields.model });
export const updateAliasSchema = optional;

export type CreateAliasInput = z.input<typeof createAliasSchema>;
export type UpdateAliasInput = z.input<typeof updateAliasSchema>;

/** An alias, as lists and the API show it. */
export interface AliasItem {
  id: number;
  localPart: string | null;
  domain: string | null;
  aliasDomainId: number | null;
  /** The full address; null while the alias is inactive. */
  email: string | null;
  model: string;
  ownerModel: string | null;
  ownerId: number | null;
  ownerName: string | null;
  recordId: number | null;
  defaults: Record<string, unknown>;
  contactPolicy: ContactPolicy;
  requireVerifiedSender: boolean;
  acceptAutomatic: boolean;
  matchLocalPartOnly: boolean;
  hourlyLimit: number | null;
  bouncedContent: string | null;
  status: AliasStatus;
  createdAt: Date;
  updatedAt: Date;
}

export const aliasListFields: ListFields = {
  sortable: ['localPart', 'model', 'domain', 'createdAt', 'updatedAt'],
  filterable: ['id', 'localPart', 'domain', 'model', 'ownerModel', 'ownerId', 'contactPolicy', 'status', 'active'],
  defaultSort: 'localPart',
};
