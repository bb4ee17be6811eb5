'use server';
import { runAction } from '#lib/auth/action-client.ts';
import type { SaveCompanyInput, UpdateCompanyInput } from '#lib/companies/company-schema.ts';
import { createCompany } from '#lib/companies/create-company.ts';
import { updateCompany } from '#lib/companies/update-company.ts';

/** Adds a company. */
export async function addCompany(input: SaveCompanyInput) {
  return runAction((ctx) => createCompany(ctx, input));
}

/** Renames a company or gives it another email domain. */
export async function saveCompany(id: number, input: UpdateCompanyInput) {
  return runAction((ctx) => updateCompany(ctx, Number(id), input));
}
