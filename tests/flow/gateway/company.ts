import { type ApiClient, bodyOf, type Json } from '../../setup/api-client.ts';
import { type ProductWithApi, startProductWithApi } from '../../setup/product-with-api.ts';
import { findFreePort } from '../../setup/run-product.ts';

/** The company the worked cases happen in. Everything is set up, and read back, over HTTP. */
export interface Company {
  running: ProductWithApi;
  api: ApiClient;
  /** `sales@mycompany.example` makes leads of it. */
  europe: Json;
  /** `help@mycompany.example` makes tickets of it, and contacts of their senders. */
  helpdesk: Json;
  /** `sales@south.example` makes leads of the other company. */
  south: Json;
  /** An employee told by mail, and one told in PerfectWORK. */
  erin: Json;
  ivan: Json;
}

export const ours = 'mycompany.example';

/** Two companies with an email domain each, a team for leads, one for tickets, and two employees. */
export async function startCompany(): Promise<Company> {
  const running = await startProductWithApi({ SANDBOX_SMTP_PORT: String(await findFreePort()) });
  const { api } = running;
  const europe = await make(api, 'sales_team', { name: 'Europe', aliasLocalPart: 'sales' });
  const helpdesk = await make(api, 'helpdesk_team', { name: 'Helpdesk', aliasLocalPart: 'help' });
  const domain = bodyOf(await api.post('/alias-domains', { name: 'south.example', sequence: 20 }));
  const company = bodyOf(await api.post('/companies', { name: 'South', aliasDomainId: domain.id }));
  const [anna] = bodyOf(await api.get('/users')).items;
  const south = await make(api, 'sales_team', { name: 'South', companyId: company.id, aliasLocalPart: 'sales' });
  const erin = await addUser(api, 'Erin', { notification: 'email', companyIds: anna.companyIds });
  const ivan = await addUser(api, 'Ivan', { notification: 'inbox', companyIds: anna.companyIds });
  return { running, api, europe, helpdesk, south: { ...company, teamId: south.id }, erin, ivan };
}

/** Creates a document. */
export async function make(api: ApiClient, model: string, fields: Json): Promise<Json> {
  return bodyOf(await api.post(`/records/${model}`, fields));
}

export async function addContact(api: ApiClient, name: string, email: string, more: Json = {}): Promise<Json> {
  return make(api, 'contact', { name, email, ...more });
}

export async function addAlias(api: ApiClient, localPart: string, more: Json = {}): Promise<Json> {
  return bodyOf(await api.post('/aliases', { localPart, domain: ours, model: 'lead', ...more }));
}

async function addUser(api: ApiClient, name: string, more: Json): Promise<Json> {
  const email = `${name.toLowerCase()}@${ours}`;
  return bodyOf(await api.post('/users', { name, email, password: 'a long enough passphrase', ...more }));
}

export async function follow(api: ApiClient, { model, id }: { model: string; id: number }, contactId: number) {
  bodyOf(await api.post(`/records/${model}/${id}/followers`, { contactId }));
}

/** Anna writes on a document: the message as the chatter shows it, with the Message-ID answers refer to. */
export async function say(api: ApiClient, { model, id }: { model: string; id: number }, more: Json = {}) {
  return bodyOf(await api.post(`/records/${model}/${id}/messages`, { body: 'Good day', ...more }));
}

/** A lead of Europe with a message of Anna's on it. */
export async function startThread(api: ApiClient, { europe }: Company, name: string, more: Json = {}) {
  const lead = await make(api, 'lead', { name, teamId: europe.id });
  const record = { model: 'lead', id: lead.id as number };
  return { record, lead, message: await say(api, record, more) };
}

/** Headers of an answer to a message. */
export function answering(...messageIds: string[]): Record<string, string> {
  return { References: messageIds.join(' ') };
}
