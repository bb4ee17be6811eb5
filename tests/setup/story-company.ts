import { expect } from 'vitest';
import { type ApiAnswer, type ApiClient, bodyOf, type Json } from './api-client.ts';
import { type ProductWithApi, startProductWithApi } from './product-with-api.ts';
import { findFreePort } from './run-product.ts';

export interface StoryCompany {
  running: ProductWithApi;
  api: ApiClient;
  /** A sales team with the alias `sales@mycompany.example`. */
  team: Json;
  /** Of that team. */
  lead: Json;
  /** A customer. */
  mary: Json;
}

/** A product with the sandbox and a little of everything. */
export async function startStoryCompany(): Promise<StoryCompany> {
  const running = await startProductWithApi({ SANDBOX_SMTP_PORT: String(await findFreePort()) });
  const { api } = running;
  const team = bodyOf(await api.post('/records/sales_team', { name: 'Europe', aliasLocalPart: 'sales' }));
  const lead = bodyOf(await api.post('/records/lead', { name: 'Fifty chairs', teamId: team.id }));
  const mary = bodyOf(await api.post('/records/contact', { name: 'Mary', email: 'mary@customer.example' }));
  return { running, api, team, lead, mary };
}

/** A clear answer: a problem document whose detail is a sentence that says what to do, not how we are built. */
export function expectProblem(answer: ApiAnswer, status: number): void {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({ type: expect.any(String), title: expect.any(String), status });
  expect(answer.body.detail).toMatch(/\S+ \S+/);
  expect(JSON.stringify(answer.body)).not.toMatch(/error occurred|undefined|\[object|select |insert |node_modules/i);
}

/** How much there is of everything that a refused request could have left behind. */
export async function census({ api, lead }: StoryCompany): Promise<Record<string, number>> {
  const lists = ['/records/lead', '/records/contact', '/records/sales_team', '/aliases', '/alias-domains', '/emails'];
  const more = [
    '/outgoing-servers',
    '/incoming-servers',
    '/users',
    '/companies',
    '/incoming-mails',
    '/sandbox/messages',
  ];
  const counted = [...lists, ...more].map(async (path) => [path, bodyOf(await api.get(`${path}?limit=1`)).total]);
  const messages = bodyOf(await api.get(`/records/lead/${lead.id}/messages`)).total;
  return { ...Object.fromEntries(await Promise.all(counted)), messages };
}
