import { expect } from 'vitest';
import { bodyOf, type Json } from '../../setup/api-client.ts';
import { addContact, answering, type Company, follow, ours, say, startThread } from './company.ts';
import type { WorkedCase } from './worked-case.ts';

/** A contact is named beside the alias, in To and in Cc alike, in one spelling or another. */
const named = (number: number, how: string, stored: string, written: string): WorkedCase[] =>
  (['to', 'cc'] as const).map((where) => ({
    number: `${number}${where}`,
    says: `a contact ${how}, in ${where}, is a recipient of the message, and is not mailed again`,
    given: ({ api }) => addContact(api, 'Kim', stored.replace(/kim/i, `kim.${number}${where}`)),
    mail: {
      to:
        where === 'to'
          ? `sales@${ours}, ${written.replace(/kim/i, (kim) => `${kim}.${number}${where}`)}`
          : `sales@${ours}`,
      ...(where === 'cc' ? { cc: written.replace(/kim/i, (kim) => `${kim}.${number}${where}`) } : {}),
    },
    expect: (kim: Json) => ({ routes: ['lead record_created'], messages: [{ recipients: [{ contactId: kim.id }] }] }),
  }));

/** A document with an old Cc list that a further mail is sent to. */
const withCc = (number: number | string, says: string, old: string | null, cc: string, after: string): WorkedCase => ({
  number,
  says,
  given: async (company) => {
    const thread = await startThread(company.api, company, `Case ${number}`);
    if (old) bodyOf(await company.api.patch(`/records/lead/${thread.lead.id}`, { emailCc: old }));
    return thread;
  },
  mail: ({ message }) => ({ cc, headers: answering(message.messageId) }),
  expect: {
    routes: ['lead reply_posted'],
    documents: [{ emailCc: after }],
    notified: ['anna@mycompany.example by email'],
  },
});

/** Anna, Erin (by mail) and Ivan (in PerfectWORK) follow a lead of Kim's, and Anna wrote to Kim and Tim. */
async function startConversation(company: Company, number: number | string) {
  const { api, erin, ivan } = company;
  const kim = await addContact(api, 'Kim', `kim.${number}@customer.example`);
  const tim = await addContact(api, 'Tim', `tim.${number}@customer.example`);
  const thread = await startThread(api, company, `Case ${number}`);
  await follow(api, thread.record, erin.contactId);
  await follow(api, thread.record, ivan.contactId);
  return { ...thread, kim, tim, message: await say(api, thread.record, { to: [kim.id, tim.id] }) };
}

/** Those of our own who follow a conversation. */
const colleagues = [
  'anna@mycompany.example by email',
  'erin@mycompany.example by email',
  'ivan@mycompany.example by inbox',
];

const emailsOf = (list: Json[]) => list.map((one) => one.email).toSorted();

export const recipientCases: WorkedCase[] = [
  ...named(130, 'with exactly this address', 'kim@customer.example', 'kim@customer.example'),
  ...named(131, 'written in capitals', 'kim@customer.example', 'KIM@CUSTOMER.EXAMPLE'),
  ...named(132, 'under another name', 'kim@customer.example', '"Someone Else" <kim@customer.example>'),
  ...named(134, 'stored in capitals', 'Kim@Customer.Example', 'kim@customer.example'),
  {
    number: 135,
    says: 'the Cc addresses of a new mail stand on the record',
    mail: { cc: 'Bob <bob@x.example>, "Zoë" <zoe@x.example>' },
    expect: { documents: [{ emailCc: '"Bob" <bob@x.example>, "Zoë" <zoe@x.example>' }] },
  },
  withCc(
    136,
    'those of a further mail join the old ones, each once, the old with their names',
    '"Bob" <bob@x.example>',
    'BOB@x.example, Zoe <zoe@x.example>',
    '"Bob" <bob@x.example>, "Zoe" <zoe@x.example>',
  ),
  withCc(
    137,
    'without old ones the new ones stand there with their names',
    null,
    'Bob <bob@x.example>',
    '"Bob" <bob@x.example>',
  ),
  {
    number: 138,
    says: 'alias, stranger and employee in To, stranger and contact in Cc: a lead with name, sender and Cc; no follower, nobody is told',
    given: async ({ api, erin }) => ({ erin, kim: await addContact(api, 'Kim', 'kim.138@customer.example') }),
    mail: {
      subject: 'Case 138',
      to: `sales@${ours}, stranger.138@x.example, erin@mycompany.example`,
      cc: 'Copy <copy.138@x.example>, kim.138@customer.example',
    },
    expect: {
      routes: ['lead record_created'],
      documents: [
        {
          name: 'Case 138',
          emailFrom: '"Mary Customer" <mary.138@customer.example>',
          emailCc: '"Copy" <copy.138@x.example>, kim.138@customer.example',
        },
      ],
      followers: [],
    },
    afterwards: async ({ api, erin }, { kim }, { messages, documents }) => {
      const linked = messages[0].recipients.map((one: Json) => one.contactId).toSorted();
      expect(linked).toEqual([erin.contactId, kim.id].toSorted());
      const path = `/records/lead/${documents[0].id}`;
      // 139: whoever is given the lead follows it.
      bodyOf(await api.patch(path, { ownerId: erin.id }));
      const followers = bodyOf(await api.get(`${path}/followers`));
      expect(emailsOf(followers.items ?? followers)).toEqual(['erin@mycompany.example']);
      // 140: everybody outside who has to do with it is proposed; the follower and the alias are not.
      const proposed = bodyOf(await api.get(`${path}/suggested-recipients`));
      expect(emailsOf(proposed.items ?? proposed)).toEqual([
        'copy.138@x.example',
        'kim.138@customer.example',
        'mary.138@customer.example',
        'stranger.138@x.example',
      ]);
    },
  },
  {
    number: 141,
    says: 'Anna writes to two contacts: they and the followers but for her are told, each by a mail of their own, answered to the alias',
    given: (company) => startConversation(company, 141),
    mail: ({ message }) => ({ from: 'kim.141@customer.example', headers: answering(message.messageId) }),
    expect: {
      routes: ['lead reply_posted'],
      notified: [...colleagues, 'tim.141@customer.example by email'],
    },
    afterwards: async ({ api }, { lead, message }) => {
      const { envelope } = bodyOf(await api.get(`/records/lead/${lead.id}/messages/${message.id}`));
      expect(envelope.recipients.map((one: Json) => `${one.email} by ${one.channel}`).toSorted()).toEqual([
        'erin@mycompany.example by email',
        'ivan@mycompany.example by inbox',
        'kim.141@customer.example by email',
        'tim.141@customer.example by email',
      ]);
      const [email] = bodyOf(await api.get(`/emails?messageId=${encodeURIComponent(message.messageId)}`)).items;
      const sent = bodyOf(await api.get(`/emails/${email.id}`));
      expect(sent.deliveries).toHaveLength(3);
      expect(sent.replyTo).toContain(`sales@${ours}`);
    },
  },
  {
    number: 142,
    says: 'the customer answers to all and adds a contact in Cc: author, Cc contact linked, followers told by their channel, those addressed are not',
    given: async (company) => {
      const copied = await addContact(company.api, 'Copied', 'copied.142@x.example');
      return { ...(await startConversation(company, 142)), copied };
    },
    mail: ({ message }) => ({
      from: 'kim.142@customer.example',
      to: `sales@${ours}, tim.142@customer.example`,
      cc: 'copied.142@x.example',
      headers: answering(message.messageId),
    }),
    expect: ({ kim, message }) => ({
      routes: ['lead reply_posted'],
      messages: [{ author: { contactId: kim.id }, parentId: message.id }],
      notified: colleagues,
    }),
    afterwards: async (_, { tim, copied }, { messages }) => {
      const linked = messages[0].recipients.map((one: Json) => one.contactId).toSorted();
      expect(linked).toEqual([tim.id, copied.id].toSorted());
    },
  },
  {
    number: '142b',
    says: 'what a machine writes tells followers who are users, and nobody outside (product.md section 6)',
    given: (company) => startConversation(company, '142b'),
    mail: ({ message }) => ({
      from: 'kim.142b@customer.example',
      headers: { ...answering(message.messageId), 'Auto-Submitted': 'auto-generated' },
    }),
    expect: {
      routes: ['lead reply_posted'],
      notified: colleagues,
    },
  },
  {
    number: '142c',
    says: 'an answer of one customer is relayed to the other, who follows and did not get it',
    given: (company) => startConversation(company, '142c'),
    mail: ({ message }) => ({ from: 'kim.142c@customer.example', headers: answering(message.messageId) }),
    expect: {
      notified: [...colleagues, 'tim.142c@customer.example by email'],
    },
  },
  {
    number: 143,
    says: 'To and Cc as they came stand on the message, without the alias',
    mail: { to: `sales@${ours}, Bob <bob@x.example>`, cc: 'Zoe <zoe@x.example>' },
    expect: {
      messages: [
        {
          incomingTo: [{ name: 'Bob', address: 'bob@x.example' }],
          incomingCc: [{ name: 'Zoe', address: 'zoe@x.example' }],
        },
      ],
    },
  },
  {
    number: '147b',
    says: 'who reads the mail by the envelope alone is not mailed again',
    given: (company) => startConversation(company, '147b'),
    mail: ({ message }) => ({
      from: 'kim.147b@customer.example',
      headers: answering(message.messageId),
      envelopeTo: `sales@${ours}, erin@mycompany.example`,
    }),
    expect: {
      notified: [
        'anna@mycompany.example by email',
        'ivan@mycompany.example by inbox',
        'tim.147b@customer.example by email',
      ],
    },
  },
];
