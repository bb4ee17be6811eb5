import { z } from 'zod';
import type { ListFields } from '#lib/core/list-query.ts';

export const companyNameSchema = z
  .string()
  .transform((text) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim())
  .pipe(z.string().min(1, 'Write the name of the company.').max(200, 'Use at most 200 characters.'));

export const saveCompanySchema = z.strictObject({
  name: companyNameSchema.meta({ example: 'My Company' }),
  aliasDomainId: z.int().positive().nullable().default(null).meta({ description: 'Null: the first email domain' }),
});

export const updateCompanySchema = z.strictObject({
  name: companyNameSchema.optional(),
  aliasDomainId: z.int().positive().nullable().optional(),
});

export const companyItemSchema = z.object({
  id: z.int(),
  name: z.string(),
  aliasDomainId: z.int().nullable(),
  aliasDomainName: z.string().nullable(),
  userCount: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

export type SaveCompanyInput = z.input<typeof saveCompanySchema>;
export type UpdateCompanyInput = z.input<typeof updateCompanySchema>;
export type CompanyItem = z.output<typeof companyItemSchema>;

export const companyListFields: ListFields = {
  sortable: ['name', 'createdAt'],
  filterable: ['aliasDomainId', 'name'],
  defaultSort: 'name',
};
