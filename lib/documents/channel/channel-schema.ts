import { z } from 'zod';
import { contactPolicies } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';
import { linkField, nameField, optionalLine } from '../document-fields.ts';

/** Teams, projects and positions have the same fields. */
const fields = {
  name: nameField.meta({ example: 'Europe' }),
  companyId: z.number().int().positive().optional(),
  leaderId: linkField.meta({ description: 'User who leads it' }),
  active: z.boolean().optional(),
  aliasLocalPart: optionalLine(64).meta({
    description: 'Mails to <this>@<email domain> become documents of it; null: no address',
    example: 'sales',
  }),
  aliasContactPolicy: z.enum(contactPolicies).optional(),
};

export const createChannelSchema = z.object(fields);
export const updateChannelSchema = z.object(fields).partial();

export const channelListFields: ListFields = {
  sortable: ['name', 'createdAt', 'updatedAt', 'id'],
  filterable: ['id', 'companyId', 'leaderId', 'active', 'createdAt', 'updatedAt'],
  defaultSort: 'name',
};
