import { expect } from 'vitest';
import { type ApiClient, apiClient, bodyOf, type Json, signInForKey } from '../../setup/api-client.ts';
import { addAlias, type Company, make, ours } from './company.ts';
import { addDomain, type ConstraintCase, taken } from './constraint-case.ts';

const newAlias =
  (localPart: unknown, more: Json = {}) =>
  (api: ApiClient) =>
    api.post('/aliases', { localPart, domain: ours, model: 'lead', ...more });
const named = (number: string, typed: string, localPart: string | null): ConstraintCase => ({
  number,
  says: `"${typed}" is the alias ${localPart ?? 'without a name'}`,
  ask: newAlias(typed),
  status: 201,
  body: { localPart, email: localPart === null ? null : `${localPart}@${ours}` },
});
/** Bob of South, who is no administrator, as himself. */
async function signInBob({ running, api, south }: Company): Promise<Json> {
  const account = { name: 'Bob', email: 'bob.172@south.example', password: 'a long enough passphrase' };
  bodyOf(await api.post('/users', { ...account, companyIds: [south.id] }));
  return apiClient(running.product, await signInForKey(running.product, account.email, account.password));
}

export const aliasConstraintCases: ConstraintCase[] = [
  named('151', 'bidule...inc.', 'bidule.inc'),
  named('152', 'Élodie.Ångström', 'elodie.angstrom'),
  named('153a', 'five 😀 chairs', 'five-chairs'),
  named('153b', 'bøg', 'b?g'),
  named('154a', '', null),
  named('154b', '   ', null),
  named('154c', '.', null),
  {
    number: 156,
    says: 'a name there is in the domain is refused, naming whose it is',
    ask: newAlias('sales'),
    status: 409,
    body: taken(`sales@${ours}`, 'Europe'),
  },
  {
    number: '156b',
    says: 'the owner is called what it is, whatever its model',
    ask: newAlias('HELP'),
    status: 409,
    body: taken(`help@${ours}`, 'helpdesk team Helpdesk'),
  },
  {
    number: '156c',
    says: 'also where both have no domain',
    given: ({ api }) => addAlias(api, 'homeless.156', { domain: null }),
    ask: newAlias('homeless.156', { domain: null }),
    status: 409,
  },
  {
    number: 157,
    says: 'the same name in another domain is allowed, and moving it into the first is refused',
    given: ({ api }) => addAlias(api, 'both.157'),
    ask: newAlias('both.157', { domain: 'south.example' }),
    status: 201,
    afterwards: async ({ api }, _, alias) => {
      expect((await api.patch(`/aliases/${alias.id}`, { domain: ours })).status).toBe(409);
    },
  },
  {
    number: '161a',
    says: 'an alias cannot be the bounce address',
    ask: newAlias('bounce'),
    status: 409,
    body: taken(`bounce@${ours}`, 'bounce address'),
  },
  {
    number: '161b',
    says: 'nor the catchall',
    ask: newAlias('Catchall'),
    status: 409,
    body: taken(`catchall@${ours}`, 'catchall address'),
  },
  {
    number: 168,
    says: "the owner is of one company, the domain another's: refused",
    ask: (api, _, { europe }) =>
      newAlias('mixed.168', { domain: 'south.example', ownerModel: 'sales_team', ownerId: europe.id })(api),
    status: 422,
    body: { errors: [{ path: 'domain', message: expect.stringContaining('South') }] },
  },
  {
    number: '168b',
    says: 'the same for the record mails go to',
    given: ({ api }) => make(api, 'lead', { name: 'Case 168b' }),
    ask: (api, { id }) => newAlias('mixed.168b', { domain: 'south.example', recordId: id })(api),
    status: 422,
    body: { errors: [{ path: 'domain' }] },
  },
  {
    number: '168c',
    says: 'a domain nobody uses may be chosen by everybody',
    given: (company) => addDomain(company, 'i168.example'),
    ask: (api, _, { europe }) =>
      newAlias('free.168', { domain: 'i168.example', ownerModel: 'sales_team', ownerId: europe.id })(api),
    status: 201,
  },
  {
    number: 170,
    says: 'defaults that are no object of fields are refused',
    ask: newAlias('defaults.170', { defaults: 'teamId=1' }),
    status: 422,
    body: { errors: [{ path: 'defaults' }] },
  },
  {
    number: '170b',
    says: 'so are values the field of the model does not take (the reference finds out when a mail comes)',
    ask: newAlias('defaults.170b', { defaults: { priority: 'very high' } }),
    status: 422,
    body: { errors: [{ path: 'defaults.priority', message: expect.stringContaining('"priority"') }] },
  },
  {
    number: '170c',
    says: 'and defaults it has no field for at all',
    ask: newAlias('defaults.170c', { defaults: { colour: 'red' } }),
    status: 422,
    body: { errors: [{ path: 'defaults.colour', message: 'A lead has no field "colour".' }] },
  },
  {
    number: 171,
    says: 'a team without a name for its address has no alias; a name makes one; clearing it keeps the alias without a name',
    ask: (api) => api.post('/records/sales_team', { name: 'Case 171' }),
    status: 201,
    afterwards: async ({ api }, _, team) => {
      const aliases = async () => bodyOf(await api.get(`/aliases?ownerModel=sales_team&ownerId=${team.id}`)).items;
      expect(await aliases()).toEqual([]);
      bodyOf(await api.patch(`/records/sales_team/${team.id}`, { aliasLocalPart: 'team.171' }));
      expect(await aliases()).toMatchObject([{ localPart: 'team.171', defaults: { teamId: team.id } }]);
      bodyOf(await api.patch(`/records/sales_team/${team.id}`, { aliasLocalPart: null }));
      expect(await aliases()).toMatchObject([{ localPart: null, email: null }]);
    },
  },
  {
    number: 172,
    says: 'an ordinary user changes the name on the owner, and neither model nor record of the alias',
    given: async (company) => ({ bob: await signInBob(company) }),
    ask: (_, { bob }, { south }) => bob.patch(`/records/sales_team/${south.teamId}`, { aliasLocalPart: 'sales.172' }),
    status: 200,
    afterwards: async ({ api }, { bob }, team) => {
      const [alias] = bodyOf(await api.get(`/aliases?ownerModel=sales_team&ownerId=${team.id}`)).items;
      for (const change of [{ model: 'ticket' }, { recordId: 1 }, { defaults: {} }]) {
        expect((await bob.patch(`/aliases/${alias.id}`, change)).status).toBe(403);
      }
      bodyOf(await api.patch(`/records/sales_team/${team.id}`, { aliasLocalPart: 'sales' }));
    },
  },
];
