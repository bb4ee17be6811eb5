import { expect } from 'vitest';
import { type ApiClient, bodyOf, type Json } from '../../setup/api-client.ts';
import { addAlias, make } from './company.ts';
import { addDomain, type ConstraintCase, newDomain, taken } from './constraint-case.ts';

const changeDomain =
  (change: Json) =>
  (api: ApiClient, { id }: Json) =>
    api.patch(`/alias-domains/${id}`, change);
const badDomain = (letter: string, name: string): ConstraintCase => ({
  number: `163${letter}`,
  says: `"${name}" is no domain`,
  ask: newDomain({ name }),
  status: 422,
  body: { errors: expect.arrayContaining([expect.objectContaining({ path: 'name' })]) },
});

const allowed = (letter: string, value: string, status: number, kept?: string): ConstraintCase => ({
  number: `169${letter}`,
  says: `allowed domains "${value}": ${kept ?? 'refused'}`,
  ask: (api) => api.put('/system-parameters/mail.catchall.domain.allowed', { value }),
  status,
  afterwards: async ({ api }) => {
    const { value: now } = bodyOf(await api.get('/system-parameters/mail.catchall.domain.allowed'));
    if (kept !== undefined) expect([now].flat().join(',')).toBe(kept);
    await api.remove('/system-parameters/mail.catchall.domain.allowed');
  },
});

export const domainConstraintCases: ConstraintCase[] = [
  {
    number: '161c',
    says: 'a catchall cannot be what an alias is',
    given: async (company) => {
      const domain = await addDomain(company, 'c161.example');
      await addAlias(company.api, 'info', { domain: 'c161.example' });
      return domain;
    },
    ask: changeDomain({ catchall: 'info' }),
    status: 409,
    body: taken('info@c161.example', 'alias'),
  },
  {
    number: '161d',
    says: 'nor what the bounce address of the same domain in another entry is',
    given: (company) => addDomain(company, 'd161.example'),
    ask: newDomain({ name: 'd161.example', bounce: 'back', catchall: 'bounce' }),
    status: 409,
  },
  {
    number: '161e',
    says: 'nor both the same (the reference does not look)',
    ask: newDomain({ name: 'e161.example', bounce: 'same', catchall: 'same' }),
    status: 422,
  },
  {
    number: 162,
    says: 'the same domain twice with other addresses is allowed',
    given: (company) => addDomain(company, 'f162.example'),
    ask: newDomain({ name: 'f162.example', bounce: 'bounce2', catchall: 'catchall2' }),
    status: 201,
  },
  badDomain('a', 'one.example,two.example'),
  badDomain('b', 'bücher.example'),
  badDomain('c', ''),
  {
    number: 164,
    says: 'of a full address for bounce and catchall the domain is cut; the default From may be one',
    ask: newDomain({
      name: 'g164.example',
      bounce: 'back@elsewhere.example',
      catchall: 'all@g164.example',
      defaultFrom: 'office@elsewhere.example',
    }),
    status: 201,
    body: { bounce: 'back', catchall: 'all', defaultFrom: 'office@elsewhere.example' },
  },
  {
    number: 166,
    says: 'a domain with aliases cannot be deleted; the refusal says what uses it',
    given: async (company) => {
      const domain = await addDomain(company, 'h166.example');
      await addAlias(company.api, 'info', { domain: 'h166.example' });
      return domain;
    },
    ask: (api, { id }) => api.remove(`/alias-domains/${id}`),
    status: 409,
    body: { detail: expect.stringContaining('one alias') },
  },
  {
    number: 167,
    says: 'a new company gets the first domain by sequence unless another is given',
    ask: (api) => api.post('/companies', { name: 'East' }),
    status: 201,
    afterwards: async ({ api }, _, company) => {
      const [first] = bodyOf(await api.get('/alias-domains?sort=sequence')).items;
      const team = await make(api, 'sales_team', { name: 'x', aliasLocalPart: 'east.167' });
      expect(team.aliasAddress).toBe(`east.167@${first.name}`);
      expect([first.id, null]).toContain(company.aliasDomainId);
    },
  },
  allowed('a', ',', 422),
  allowed('b', ', ,', 422),
  allowed('c', 'hello.COM, BONJOUR.com', 200, 'hello.com,bonjour.com'),
  allowed('d', '', 200, ''),
];
