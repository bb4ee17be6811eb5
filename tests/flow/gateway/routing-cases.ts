import { expect } from 'vitest';
import { bodyOf, type Json } from '../../setup/api-client.ts';
import { addAlias, addContact, answering, type Company, make, ours, startThread } from './company.ts';
import type { Seen, WorkedCase } from './worked-case.ts';

const quarantined = { outcome: 'quarantined', documents: [] };

/** Two aliases that match their local part at any domain, and the allowed domains a mail to a domain meets. */
const allowing = (number: number | string, allowed: string, domain: string, routes: string[]): WorkedCase => ({
  number,
  says: `allowed domains "${allowed}" and two aliases at ${domain}: ${routes.join(', ')}`,
  given: async ({ api }) => {
    await addAlias(api, `here.${number}`, { matchLocalPartOnly: true });
    await addAlias(api, `there.${number}`, { matchLocalPartOnly: true, model: 'ticket' });
    if (allowed) bodyOf(await api.put('/system-parameters/mail.catchall.domain.allowed', { value: allowed }));
    return null;
  },
  mail: { to: `here.${number}@${domain}, there.${number}@${domain}` },
  expect: { routes },
  afterwards: async ({ api }) => {
    await api.remove('/system-parameters/mail.catchall.domain.allowed');
  },
});

/** An answer that is addressed to aliases as well. */
const answerTo = (
  number: number | string,
  says: string,
  to: string,
  cc: string,
  expected: (given: Json) => Partial<Seen>,
  alias: Json = {},
): WorkedCase => ({
  number,
  says,
  given: async (company) => {
    await addAlias(company.api, `other.${number}`, alias);
    return startThread(company.api, company, `Case ${number}`);
  },
  mail: ({ message }) => ({ to, ...(cc ? { cc } : {}), headers: answering(message.messageId) }),
  expect: expected,
});

const onTheLead = ({ message }: Json): Partial<Seen> => ({
  routes: ['lead reply_posted'],
  messages: [{ parentId: message.id }],
  notified: ['anna@mycompany.example by email'],
});

/** An alias of lead that leads to one record. */
const fixed = async (company: Company, number: number | string, recordIs: 'there' | 'deleted') => {
  const lead = await make(company.api, 'lead', { name: `Case ${number}` });
  await addAlias(company.api, `fixed.${number}`, { recordId: lead.id });
  if (recordIs === 'deleted') bodyOf(await company.api.remove(`/records/lead/${lead.id}`));
  return lead;
};

export const routingCases: WorkedCase[] = [
  {
    number: 63,
    says: 'an alias without domain is matched by no address: the mail waits in quarantine (product.md section 6)',
    given: ({ api }) => addAlias(api, 'homeless.63', { domain: null }),
    mail: { to: `homeless.63@${ours}` },
    expect: quarantined,
  },
  {
    number: 64,
    says: 'an alias that matches its local part alone takes mail for a foreign domain',
    given: ({ api }) => addAlias(api, 'local.64', { matchLocalPartOnly: true }),
    mail: { to: 'Local.64@elsewhere.example' },
    expect: { routes: ['lead record_created'] },
  },
  {
    number: 65,
    says: 'an alias that does not, does not',
    given: ({ api }) => addAlias(api, 'local.65'),
    mail: { to: 'local.65@elsewhere.example' },
    expect: quarantined,
  },
  answerTo(
    66,
    'an answer that is also addressed to an alias of another model is a forward: a new record of that alias',
    `other.66@${ours}`,
    '',
    () => ({
      routes: ['ticket record_created'],
      messages: [{ parentId: null }],
    }),
    { model: 'ticket' },
  ),
  answerTo(
    '66b',
    'an alias of another model in Cc does not make a forward',
    `sales@${ours}`,
    `other.66b@${ours}`,
    onTheLead,
    { model: 'ticket' },
  ),
  answerTo(67, 'an answer to an alias of the same model stays an answer', `other.67@${ours}`, '', onTheLead),
  {
    number: 68,
    says: 'an answer to an alias of the same model that has a record of its own stays an answer',
    given: async (company) => {
      await fixed(company, 68, 'there');
      return startThread(company.api, company, 'Case 68 answered');
    },
    mail: ({ message }) => ({ to: `fixed.68@${ours}`, headers: answering(message.messageId) }),
    expect: onTheLead,
  },
  {
    number: '68b',
    says: 'an alias with a record of its own puts new mail on it',
    given: (company) => fixed(company, '68b', 'there'),
    mail: { to: `fixed.68b@${ours}` },
    expect: (lead) => ({
      routes: ['lead record_updated'],
      documents: [{ id: lead.id, name: 'Case 68b' }],
      notified: ['anna@mycompany.example by email'],
    }),
  },
  {
    number: '68c',
    says: 'an alias whose record is deleted creates a new one',
    given: (company) => fixed(company, '68c', 'deleted'),
    mail: { to: `fixed.68c@${ours}`, subject: 'Case 68c again' },
    expect: { routes: ['lead record_created'], documents: [{ name: 'Case 68c again' }] },
  },
  {
    number: 69,
    says: 'a mail to two aliases makes two records',
    given: ({ api }) => addAlias(api, 'second.69', { model: 'ticket' }),
    mail: { to: `second.69@${ours}, sales@${ours}`, subject: 'Case 69' },
    expect: {
      routes: ['lead record_created', 'ticket record_created'],
      documents: [{ name: 'Case 69' }, { name: 'Case 69' }],
    },
  },
  {
    number: '69b',
    says: 'of two aliases one of which refuses, one makes a record and one answers',
    given: ({ api }) => addAlias(api, 'partners.69b', { contactPolicy: 'partners', model: 'ticket' }),
    mail: { to: `partners.69b@${ours}, sales@${ours}` },
    expect: {
      routes: ['lead record_created', 'ticket bounced_policy'],
      answers: [{ to: 'mary.69b@customer.example' }],
    },
  },
  allowing(71, '', 'unknown.example', ['lead record_created', 'ticket record_created']),
  allowing(72, 'hello.example', 'unknown.example', ['quarantined']),
  allowing(73, 'hello.example', 'hello.example', ['lead record_created', 'ticket record_created']),
  allowing('73b', 'hello.example', ours, ['lead record_created', 'ticket record_created']),
  {
    number: '73c',
    says: 'the same name at the domain of another company is an alias of that company',
    mail: { to: 'sales@south.example' },
    expect: (_, { south }) => ({
      routes: ['lead record_created'],
      documents: [{ companyId: south.id, teamId: south.teamId }],
    }),
  },
  {
    number: 74,
    says: 'an answer to a message of no document is routed by its address, without parent',
    given: async ({ api }) =>
      bodyOf(await api.post('/emails', { to: 'mary.74@customer.example', subject: 'x', text: 'x' })),
    mail: (email) => ({ headers: answering(email.messageId) }),
    expect: { routes: ['lead record_created'], messages: [{ parentId: null }] },
  },
  {
    number: '74b',
    says: 'an answer on a deleted record makes a new one of its model',
    given: async (company) => {
      const thread = await startThread(company.api, company, 'Case 74b');
      bodyOf(await company.api.remove(`/records/lead/${thread.lead.id}`));
      return thread;
    },
    mail: ({ message }) => ({ subject: 'Re: Case 74b', headers: answering(message.messageId) }),
    expect: { routes: ['lead record_created'] },
    afterwards: async (_, { lead }, { documents }) => expect(documents[0].id).not.toBe(lead.id),
  },
  {
    number: '74c',
    says: 'a contact of another company is not ours: the sender is nobody we know',
    given: ({ api, south }) => addContact(api, 'Kim', 'kim.74c@customer.example', { companyId: south.id }),
    mail: { from: 'kim.74c@customer.example' },
    expect: { routes: ['lead record_created'], messages: [{ author: { contactId: null } }] },
  },
];
