import { expect } from 'vitest';
import { bodyOf, type Json } from '../../setup/api-client.ts';
import { addAlias, addContact, answering, type Company, follow, make, ours, startThread } from './company.ts';
import type { Seen, WorkedCase } from './worked-case.ts';

const refused = { outcome: 'bounced_policy', documents: [] };

/** A stranger writes to an alias for contacts only, which is named somewhere among the recipients. */
const namesTheAlias = (number: number, where: string, to: string, cc?: string): WorkedCase => ({
  number,
  says: `the answer names the alias, ${where}`,
  given: ({ api }) => addAlias(api, `partners.${number}`, { contactPolicy: 'partners' }),
  mail: { to, ...(cc ? { cc } : {}) },
  expect: {
    ...refused,
    answers: [{ to: `mary.${number}@customer.example`, html: expect.stringContaining(`partners.${number}@${ours}`) }],
  },
});

/** Somebody writes to an alias that admits the followers of its owner. */
const toFollowers = (number: number | string, says: string, email: string, from: string): WorkedCase => ({
  number,
  says,
  given: async ({ api }) => {
    const kim = await addContact(api, 'Kim', email);
    const team = await make(api, 'sales_team', {
      name: `Team ${number}`,
      aliasLocalPart: `followers.${number}`,
      aliasContactPolicy: 'followers',
    });
    await follow(api, { model: 'sales_team', id: team.id }, kim.id);
    return kim;
  },
  mail: { from, to: `followers.${number}@${ours}` },
  expect: (kim) => ({
    routes: ['lead record_created'],
    messages: [{ author: { contactId: kim.id } }],
    followers: [email],
  }),
});

/** The status of an alias after a mail to it. */
const aliasIs = (status: string) => async (company: Company, alias: Json) =>
  expect(bodyOf(await company.api.get(`/aliases/${alias.id}`)).status).toBe(status);

const employees = (letter: string, from: string | undefined, expected: Partial<Seen>): WorkedCase => ({
  number: `57${letter}`,
  says: `policy employees and ${from ?? 'a stranger'}: ${expected.outcome}`,
  given: ({ api }) => addAlias(api, `staff.${letter}`, { contactPolicy: 'employees' }),
  mail: { to: `staff.${letter}@${ours}`, ...(from ? { from } : {}) },
  expect: expected,
});

export const policyCases: WorkedCase[] = [
  {
    number: 45,
    says: 'policy everyone takes the mail of a stranger',
    given: ({ api }) => addAlias(api, 'everyone.45', { contactPolicy: 'everyone' }),
    mail: { to: `everyone.45@${ours}` },
    expect: { routes: ['lead record_created'] },
    afterwards: aliasIs('valid'),
  },
  {
    number: 46,
    says: 'policy partners and a stranger: no record, and an answer to the Return-Path',
    given: ({ api }) => addAlias(api, 'partners.46', { contactPolicy: 'partners' }),
    mail: {
      to: `partners.46@${ours}`,
      subject: 'Case 46',
      messageId: '<case.46@customer.example>',
      headers: { 'Return-Path': '<whatever.46@postmaster.example>' },
    },
    expect: {
      ...refused,
      answers: [
        {
          to: 'whatever.46@postmaster.example',
          subject: 'Re: Case 46',
          references: expect.stringContaining('<case.46@customer.example>'),
          html: expect.stringContaining('how much is the fish?'),
        },
      ],
    },
  },
  {
    number: 47,
    says: 'the words of the alias stand in the answer',
    given: ({ api }) =>
      addAlias(api, 'partners.47', { contactPolicy: 'partners', bouncedContent: '<p>Please call us.</p>' }),
    mail: { to: `partners.47@${ours}` },
    expect: { ...refused, answers: [{ html: expect.stringMatching(/^<p>Please call us\.<\/p>(?!.*only known)/s) }] },
  },
  {
    number: '47b',
    says: 'words that show nothing are none: our own stand in the answer',
    given: ({ api }) => addAlias(api, 'partners.47b', { contactPolicy: 'partners', bouncedContent: '<p> <br></p>' }),
    mail: { to: `partners.47b@${ours}` },
    expect: { ...refused, answers: [{ html: expect.stringContaining('only known contacts may write') }] },
  },
  namesTheAlias(49, 'which stands in To', `partners.49@${ours}`),
  namesTheAlias(50, 'which stands in Cc alone', 'somebody@elsewhere.example', `partners.50@${ours}`),
  namesTheAlias(51, 'which is the second in To', `somebody@elsewhere.example, partners.51@${ours}`),
  {
    number: 52,
    says: 'policy partners takes the mail of a contact',
    given: async ({ api }) => {
      await addAlias(api, 'partners.52', { contactPolicy: 'partners' });
      return addContact(api, 'Kim', 'kim.52@customer.example');
    },
    mail: { from: 'Kim <kim.52@customer.example>', to: `partners.52@${ours}` },
    expect: { routes: ['lead record_created'], followers: ['kim.52@customer.example'] },
  },
  {
    number: 53,
    says: 'a machine the policy refuses gets no answer: its mail waits in quarantine (product.md section 6)',
    given: ({ api }) => addAlias(api, 'partners.53', { contactPolicy: 'partners' }),
    mail: { to: `partners.53@${ours}`, headers: { 'Auto-Submitted': 'auto-generated' } },
    expect: { outcome: 'quarantined', documents: [] },
  },
  {
    number: 54,
    says: 'a sender the policy refuses twice within the hour has one answer (product.md section 6)',
    given: ({ api }) => addAlias(api, 'partners.54', { contactPolicy: 'partners' }),
    mail: [{ to: `partners.54@${ours}` }, { to: `partners.54@${ours}` }],
    expect: refused,
  },
  toFollowers(
    55,
    'policy followers takes the mail of a follower of the owner',
    'kim.55@customer.example',
    'kim.55@customer.example',
  ),
  toFollowers(
    '56a',
    'also where the address of the follower is written with a name',
    '"Kim" <kim.56a@customer.example>',
    'kim.56a@customer.example',
  ),
  {
    number: '56b',
    says: 'policy followers refuses a contact who does not follow',
    given: async ({ api }) => {
      const alias = { name: 'Team 56b', aliasLocalPart: 'followers.56b', aliasContactPolicy: 'followers' };
      await make(api, 'sales_team', alias);
      return addContact(api, 'Kim', 'kim.56b@customer.example');
    },
    mail: { from: 'kim.56b@customer.example', to: `followers.56b@${ours}` },
    expect: { ...refused, answers: [{ html: expect.stringContaining('only followers may write') }] },
  },
  {
    number: '56c',
    says: 'policy followers where nobody can follow is an error of the alias: neutral words, and the alias is invalid',
    given: ({ api }) => addAlias(api, 'followers.56c', { contactPolicy: 'followers' }),
    mail: { to: `followers.56c@${ours}` },
    expect: {
      outcome: 'bounced_alias_config',
      answers: [{ html: expect.stringMatching(/try again later(?!.*follow)/s) }],
    },
    afterwards: async (company, alias) => {
      await aliasIs('invalid')(company, alias);
      const alerts = bodyOf(await company.api.get('/alerts?kind=alias-invalid&resolved=false')).items;
      expect(alerts.map((one: Json) => one.key)).toContain(String(alias.id));
    },
  },
  employees('a', undefined, { ...refused, answers: [{ html: expect.stringContaining('only employees may write') }] }),
  employees('b', '"Erin at home" <Erin@MyCompany.example>', { outcome: 'record_created' }),
  {
    number: 58,
    says: 'a default that names a container links the record to it, and the alias has proved itself',
    given: ({ api, europe }) => addAlias(api, 'linked.58', { defaults: { teamId: europe.id } }),
    mail: { to: `linked.58@${ours}` },
    expect: (_, { europe }) => ({ documents: [{ teamId: europe.id, teamName: 'Europe' }] }),
    afterwards: aliasIs('valid'),
  },
  {
    number: '58b',
    says: 'a default that names a container there is none of is an error of the alias: kept as failed, neutral answer',
    given: ({ api }) => addAlias(api, 'linked.58b', { defaults: { teamId: 999_999 } }),
    mail: { to: `linked.58b@${ours}` },
    expect: { outcome: 'failed', answers: [{ html: expect.stringContaining('try again later') }] },
    afterwards: aliasIs('invalid'),
  },
  {
    number: 60,
    says: 'a default of another field is set, the subject stays the name; changed defaults have to prove themselves again',
    given: ({ api }) => addAlias(api, 'priority.60', { defaults: { priority: 2 } }),
    mail: { to: `priority.60@${ours}`, subject: 'Case 60' },
    expect: { documents: [{ name: 'Case 60', priority: 2 }] },
    afterwards: async (company, alias) => {
      await aliasIs('valid')(company, alias);
      bodyOf(await company.api.patch(`/aliases/${alias.id}`, { hourlyLimit: 100 }));
      await aliasIs('valid')(company, alias);
      for (const change of [{ defaults: { priority: 3 } }, { contactPolicy: 'partners' }, { model: 'ticket' }]) {
        bodyOf(await company.api.patch(`/aliases/${alias.id}`, { defaults: {}, contactPolicy: 'everyone' }));
        bodyOf(await company.api.patch(`/aliases/${alias.id}`, change));
        await aliasIs('not_tested')(company, alias);
      }
    },
  },
  {
    number: '60b',
    says: 'a default name stands before the subject',
    given: ({ api }) => addAlias(api, 'named.60b', { defaults: { name: 'From the web form' } }),
    mail: { to: `named.60b@${ours}`, subject: 'Case 60b' },
    expect: { documents: [{ name: 'From the web form' }], messages: [{ subject: 'Case 60b' }] },
  },
  {
    number: 61,
    says: 'empty defaults are none',
    given: ({ api }) => addAlias(api, 'plain.61', { defaults: {} }),
    mail: { to: `plain.61@${ours}`, subject: 'Case 61' },
    expect: { documents: [{ name: 'Case 61', teamId: null }] },
    afterwards: aliasIs('valid'),
  },
  {
    number: '61b',
    says: 'an answer on a document whose alias is for followers is refused where the author follows nothing of it',
    given: async (company) => {
      const { api } = company;
      const team = await make(api, 'sales_team', {
        name: 'Team 61b',
        aliasLocalPart: 'followers.61b',
        aliasContactPolicy: 'followers',
      });
      return startThread(api, { ...company, europe: team }, 'Case 61b');
    },
    mail: ({ message }) => ({ to: `followers.61b@${ours}`, headers: answering(message.messageId) }),
    expect: { ...refused, answers: [{ html: expect.stringContaining('only followers may write') }] },
  },
];
