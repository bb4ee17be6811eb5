import { z } from 'zod';
import { contactPolicies } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';
import { linkField, nameField, optionalLine } from '../document-fields.ts';

const fields = {
  name: nameField.meta({ example: 'Europe' }),
  companyId: z.number().int().positive().optional(),
  leaderId: linkField.meta({ description: 'User who leads the team' }),
  active: z.boolean().optional(),
  aliasLocalPart: optionalLine(64).meta({
    description: 'Mails to <this>@<email domain> become leads of the team; null: no address',
    example: 'sales',
  }),
  aliasContactPolicy: z.enum(contactPolicies).optional(),
};

export const createSalesTeamSchema = z.object(fields);
export const updateSalesTeamSchema = z.object(fields).partial();

export const salesTeamListFields: ListFields = {
  sortable: ['name', 'createdAt', 'updatedAt', 'id'],
  filterable: ['id', 'companyId', 'leaderId', 'active', 'createdAt', 'updatedAt'],
  defaultSort: 'name',
};
