import { expect } from 'vitest';
import { type ApiAnswer, type ApiClient, bodyOf, type Json } from '../../setup/api-client.ts';
import type { Company } from './company.ts';

/** One row about what an alias or an alias domain may be: a request, and its answer. */
export interface ConstraintCase {
  number: number | string;
  says: string;
  given?: (company: Company) => Promise<Json>;
  ask: (api: ApiClient, given: Json, company: Company) => Promise<ApiAnswer>;
  status: number;
  /** Of the answer; for a refusal what its words name. */
  body?: Json;
  afterwards?: (company: Company, given: Json, body: Json) => Promise<void>;
}

/** Asks, and compares the answer. */
export async function runConstraint(company: Company, one: ConstraintCase): Promise<void> {
  const given = (await one.given?.(company)) ?? {};
  const { status, body } = await one.ask(company.api, given, company);
  expect({ status, body }).toMatchObject({ status: one.status, body: one.body ?? expect.anything() });
  await one.afterwards?.(company, given, body);
}

/** A refusal that names the address and whose it is. */
export const taken = (email: string, owner: string) => ({
  detail: expect.stringMatching(new RegExp(`${email.replaceAll('.', '\\.')}.*${owner}`)),
});

/** Asks for an alias domain behind all others. */
export const newDomain = (fields: Json) => (api: ApiClient) => api.post('/alias-domains', { sequence: 50, ...fields });

export const addDomain = async ({ api }: Company, name: string, more: Json = {}) =>
  bodyOf(await newDomain({ name, ...more })(api));
