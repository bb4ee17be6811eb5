import { z } from 'zod';
import type { ListFields } from '#lib/core/list-query.ts';
import { emailField, linkField, nameField, optionalLine, optionalText } from '../document-fields.ts';

const fields = {
  name: nameField.meta({ description: 'Name of the person or organisation', example: 'Mary Lind' }),
  email: emailField.meta({ example: 'mary@customer.example' }),
  phone: optionalLine(60),
  jobTitle: optionalLine(120),
  organisation: optionalLine(200),
  note: optionalText(20_000),
  companyId: linkField.meta({ description: 'Null: shared by all companies' }),
  active: z.boolean().optional(),
};

export const createContactSchema = z.object(fields);
export const updateContactSchema = z.object(fields).partial();

export const contactListFields: ListFields = {
  sortable: ['name', 'createdAt', 'updatedAt', 'id'],
  filterable: ['id', 'email', 'organisation', 'companyId', 'active', 'createdAt', 'updatedAt'],
  defaultSort: 'name',
};
