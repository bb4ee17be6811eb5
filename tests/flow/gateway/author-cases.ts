import { expect } from 'vitest';
import { bodyOf, type Json } from '../../setup/api-client.ts';
import { addAlias, addContact, answering, type Company, follow, startThread } from './company.ts';
import type { Seen, WorkedCase } from './worked-case.ts';

/** A case whose sender is a contact made for it. */
const fromContact = (
  number: number,
  says: string,
  contact: Json,
  from: string,
  expected: Partial<Seen>,
): WorkedCase => ({
  number,
  says,
  given: ({ api }) => addContact(api, contact.name ?? 'Kim', contact.email, contact.more),
  mail: { from },
  expect: (kim) => ({
    routes: ['lead record_created'],
    messages: [{ author: { contactId: kim.id } }],
    followers: [contact.email],
    ...expected,
  }),
});

/** An employee writes under one of several spellings of the same address. */
const fromErin = (letter: string, from: string): WorkedCase => ({
  number: `41${letter}`,
  says: `a mail from an employee (${from}) is the employee's`,
  mail: { from },
  expect: ({ erin }: Json) => ({
    routes: ['lead record_created'],
    messages: [{ kind: 'email', author: { contactId: erin.contactId, email: 'erin@mycompany.example' } }],
    followers: ['erin@mycompany.example'],
  }),
  given: async ({ erin }) => ({ erin }),
});

export const authorCases: WorkedCase[] = [
  {
    number: 30,
    says: 'a mail of a stranger makes one record named after its subject, and tells nobody',
    mail: { subject: 'Five chairs for case 30' },
    expect: {
      routes: ['lead record_created'],
      documents: [{ name: 'Five chairs for case 30', emailFrom: '"Mary Customer" <mary.30@customer.example>' }],
      messages: [
        {
          kind: 'email',
          internal: false,
          parentId: null,
          author: { contactId: null, email: 'mary.30@customer.example' },
        },
      ],
      followers: [],
    },
  },
  fromContact(
    31,
    'a contact is the author and follows',
    { email: 'kim.31@customer.example' },
    'Kim K <kim.31@customer.example>',
    {
      documents: [{ emailFrom: '"Kim K" <kim.31@customer.example>' }],
    },
  ),
  fromContact(
    32,
    'an archived contact is neither author nor follower',
    { email: 'kim.32@customer.example', more: { active: false } },
    'kim.32@customer.example',
    { messages: [{ author: { contactId: null } }], followers: [] },
  ),
  fromContact(
    34,
    'a contact whose address is written with a name is known',
    { email: '"Kim" <kim.34@customer.example>' },
    'KIM.34@Customer.Example',
    {},
  ),
  {
    number: 36,
    says: 'of two contacts with one address the older is the author',
    given: async ({ api }) => {
      const first = await addContact(api, 'Kim', 'kim.36@customer.example');
      await addContact(api, 'Kim again', 'kim.36@customer.example');
      return first;
    },
    mail: { from: 'kim.36@customer.example' },
    expect: (first) => ({ messages: [{ author: { contactId: first.id } }] }),
  },
  {
    number: 37,
    says: "an employee's contact is the author before an older one with the same address",
    given: async ({ api }) => {
      await addContact(api, 'Olga private', 'olga.37@mycompany.example');
      const account = { name: 'Olga', email: 'olga.37@mycompany.example', password: 'a long enough passphrase' };
      return bodyOf(await api.post('/users', account));
    },
    mail: { from: 'olga.37@mycompany.example' },
    expect: (olga) => ({ messages: [{ author: { contactId: olga.contactId } }] }),
  },
  {
    number: 39,
    says: 'a sender whose address is an alias of ours is nobody',
    given: async ({ api }) => {
      await addAlias(api, 'shared.39');
      await addContact(api, 'Shared', 'shared.39@mycompany.example');
      return null;
    },
    mail: { from: 'Shared <shared.39@mycompany.example>' },
    expect: {
      routes: ['lead record_created'],
      documents: [{ emailFrom: '"Shared" <shared.39@mycompany.example>' }],
      messages: [{ author: { contactId: null, email: 'shared.39@mycompany.example' } }],
      followers: [],
    },
  },
  ...[
    ['a', 'erin@mycompany.example', 'sales@mycompany.example'],
    ['b', 'erin@mycompany.example', 'somebody@customer.example'],
    ['c', 'anna@mycompany.example', 'sales@mycompany.example'],
    ['d', 'anna@mycompany.example', 'somebody@customer.example'],
  ].map(
    ([letter = '', from = '', to = '']): WorkedCase => ({
      number: `40${letter}`,
      says: `${from} answers to ${to} on the document of a sender who is an alias: a following colleague is told in PerfectWORK, the alias is not`,
      given: async (company) => {
        const { api, europe, ivan } = company;
        await addAlias(api, `shared.40${letter}`);
        await addContact(api, 'Shared', `shared.40${letter}@mycompany.example`);
        const first = await startThread(api, company, `Case 40${letter}`);
        await follow(api, first.record, ivan.contactId);
        return { ...first, europe };
      },
      mail: ({ message }) => ({ from, to, headers: answering(message.messageId) }),
      expect: ({ message }) => ({
        routes: ['lead reply_posted'],
        messages: [{ kind: 'email', internal: false, parentId: message.id }],
        notified: [
          ...(from.startsWith('anna') ? [] : ['anna@mycompany.example by email']),
          'ivan@mycompany.example by inbox',
        ],
      }),
    }),
  ),
  fromErin('a', '"Erin" <erin@mycompany.example>'),
  fromErin('b', '"Another Name" <erin@mycompany.example>'),
  fromErin('c', 'ERIN@mycompany.example'),
  {
    number: 42,
    says: 'an employee of another company may write to our alias all the same: the record is theirs and ours',
    given: async ({ api, south }) => {
      const account = { name: 'Sue', email: 'sue.42@south.example', password: 'a long enough passphrase' };
      return bodyOf(await api.post('/users', { ...account, companyIds: [south.id] }));
    },
    mail: { from: 'sue.42@south.example' },
    expect: (sue) => ({ routes: ['lead record_created'], messages: [{ author: { contactId: sue.contactId } }] }),
  },
  {
    number: 44,
    says: 'who stopped following is still known by the address when writing again, and follows again',
    given: async (company) => {
      const { api } = company;
      const kim = await addContact(api, 'Kim', 'kim.44@customer.example');
      const thread = await startThread(api, company, 'Case 44', { to: [kim.id] });
      bodyOf(await api.remove(`/records/lead/${thread.record.id}/followers/${kim.id}`));
      return { kim, ...thread };
    },
    mail: ({ message }) => ({ from: 'kim.44@customer.example', headers: answering(message.messageId) }),
    expect: ({ kim }) => ({
      routes: ['lead reply_posted'],
      messages: [{ author: { contactId: kim.id } }],
      notified: ['anna@mycompany.example by email'],
    }),
    afterwards: async (_: Company, __: Json, { followers }) => expect(followers).toContain('kim.44@customer.example'),
  },
];
