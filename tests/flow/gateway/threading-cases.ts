import { expect } from 'vitest';
import { bodyOf, type Json } from '../../setup/api-client.ts';
import { addContact, answering, type Company, say, startThread } from './company.ts';
import { hand, type Seen, type WorkedCase } from './worked-case.ts';

const anna = 'anna@mycompany.example by email';

/** A thread, and what the mails on it are answered with. */
const onThread = (
  number: number | string,
  says: string,
  mail: (given: Json) => Json,
  expected: (given: Json) => Partial<Seen>,
  started: Json = {},
): WorkedCase => ({
  number,
  says,
  given: (company) => startThread(company.api, company, `Case ${number}`, started),
  mail,
  expect: (given) => ({ routes: ['lead reply_posted'], documents: [{ id: given.lead.id }], ...expected(given) }),
});

const posted = (parent: Json, internal = false): Partial<Seen> => ({
  messages: [{ kind: 'email', internal, parentId: parent.id }],
  notified: [anna],
});

/** A mail of a customer on a thread: the message it became. */
async function write(company: Company, number: number | string, headers: Record<string, string>): Promise<Json> {
  const { routes } = bodyOf(await hand(company, { headers }, number));
  return bodyOf(await company.api.get(`/records/lead/${routes[0].recordId}/messages/${routes[0].messageId}`));
}

/** A thread with a public message, an answer to it, and a note. */
async function startBranches(company: Company, number: number) {
  const thread = await startThread(company.api, company, `Case ${number}`);
  const answer = await write(company, number, answering(thread.message.messageId));
  const note = await say(company.api, thread.record, { kind: 'note', body: 'Between us' });
  return { ...thread, answer, note };
}

const branches = (
  number: number,
  says: string,
  refer: (given: Json) => string[],
  expected: (given: Json) => Partial<Seen>,
): WorkedCase => ({
  number,
  says,
  given: (company) => startBranches(company, number),
  mail: (given) => ({ headers: answering(...refer(given)) }),
  expect: (given) => ({ routes: ['lead reply_posted'], documents: [{ id: given.lead.id }], ...expected(given) }),
});

export const threadingCases: WorkedCase[] = [
  {
    number: 92,
    says: 'an answer to an automatic mail that stands on a note is public, with its parent',
    given: async (company) => {
      const thread = await startThread(company.api, company, 'Case 92', { kind: 'note' });
      const away = await write(company, 92, {
        ...answering(thread.message.messageId),
        'Auto-Submitted': 'auto-replied',
      });
      expect(away).toMatchObject({ kind: 'auto', internal: true });
      return { ...thread, away };
    },
    mail: ({ away }) => ({ headers: answering(away.messageId) }),
    expect: ({ away }) => ({ routes: ['lead reply_posted'], ...posted(away) }),
  },
  onThread(
    93,
    'an answer to a note is internal, and its author is told',
    ({ message }) => ({ headers: answering(message.messageId) }),
    ({ message }) => posted(message, true),
    { kind: 'note' },
  ),
  {
    number: 94,
    says: 'a customer who follows is not told of an answer to a note',
    given: async (company) => {
      const { api } = company;
      const kim = await addContact(api, 'Kim', 'kim.94@customer.example');
      const thread = await startThread(api, company, 'Case 94', { to: [kim.id] });
      return { ...thread, note: await say(api, thread.record, { kind: 'note' }) };
    },
    mail: ({ note }) => ({ from: 'erin@mycompany.example', headers: answering(note.messageId) }),
    expect: ({ note }) => ({ routes: ['lead reply_posted'], ...posted(note, true) }),
  },
  onThread(
    95,
    'of several references the known one counts',
    ({ message }) => ({ headers: answering('<unknown.1@x.example>', message.messageId, '<unknown.2@x.example>') }),
    ({ message }) => posted(message),
  ),
  onThread(
    '95b',
    'In-Reply-To counts where References is missing',
    ({ message }) => ({ headers: { 'In-Reply-To': message.messageId } }),
    ({ message }) => posted(message),
  ),
  onThread(
    '95c',
    'an id that a client broke over two lines is read',
    ({ message }) => ({ headers: { References: message.messageId.replace('@', '\n @') } }),
    ({ message }) => posted(message),
  ),
  onThread(
    '95d',
    'of more than 32 references the newest are looked at',
    ({ message }) => ({
      headers: answering(...Array.from({ length: 40 }, (_, n) => `<old.${n}@x.example>`), message.messageId),
    }),
    ({ message }) => posted(message),
  ),
  branches(
    96,
    'the newest of the messages referred to is the parent: document chatters are threads of up to three ancestors (product.md section 4)',
    ({ message, answer }) => [message.messageId, answer.messageId],
    ({ answer }) => posted(answer),
  ),
  branches(
    97,
    'the order of the references does not matter',
    ({ message, answer }) => [answer.messageId, message.messageId],
    ({ answer }) => posted(answer),
  ),
  branches(
    98,
    'where the newest is a note, the answer is internal',
    ({ message, note }) => [message.messageId, note.messageId],
    ({ note }) => posted(note, true),
  ),
  branches(
    99,
    'ids of two branches: the newest message decides',
    ({ note, answer }) => [note.messageId, answer.messageId],
    ({ note }) => posted(note, true),
  ),
  {
    number: 103,
    says: 'empty References begin something new',
    mail: { headers: { References: ' ' } },
    expect: { routes: ['lead record_created'], messages: [{ parentId: null }] },
  },
  {
    number: 104,
    says: 'references to two documents: the newest message decides',
    given: async (company) => {
      const old = await startThread(company.api, company, 'Case 104 old');
      return { old, fresh: await startThread(company.api, company, 'Case 104 new') };
    },
    mail: ({ old, fresh }) => ({ headers: answering(fresh.message.messageId, old.message.messageId) }),
    expect: ({ fresh }) => ({
      routes: ['lead reply_posted'],
      documents: [{ id: fresh.lead.id }],
      ...posted(fresh.message),
    }),
  },
  {
    number: 105,
    says: 'an answer to a mail of somebody outside is posted where that mail is',
    mail: [
      { messageId: '<first.105@customer.example>' },
      { to: 'somebody@elsewhere.example', headers: answering('<first.105@customer.example>') },
    ],
    expect: { routes: ['lead reply_posted'], messages: [{ internal: false }] },
  },
  onThread(
    106,
    'our own id header alone brings an answer home where Message-IDs were rewritten (product.md section 6)',
    ({ message }) => ({
      headers: { 'In-Reply-To': '<rewritten.106@provider.example>', 'X-PerfectWORK-Message-Id': message.messageId },
    }),
    ({ message }) => posted(message),
  ),
  {
    number: 107,
    says: 'the signed reply address alone brings an answer home (product.md section 6)',
    given: async (company) => {
      const { api } = company;
      const kim = await addContact(api, 'Kim', 'kim.107@customer.example');
      bodyOf(await api.put('/system-parameters/mail.reply.token', { value: 'true' }));
      const thread = await startThread(api, company, 'Case 107', { to: [kim.id] });
      bodyOf(await api.remove('/system-parameters/mail.reply.token'));
      const [email] = bodyOf(await api.get(`/emails?messageId=${encodeURIComponent(thread.message.messageId)}`)).items;
      return { ...thread, replyTo: bodyOf(await api.get(`/emails/${email.id}`)).replyTo };
    },
    mail: ({ replyTo }) => ({ to: replyTo }),
    expect: ({ lead, message }) => ({
      routes: ['lead reply_posted'],
      documents: [{ id: lead.id }],
      messages: [{ parentId: message.id }],
      notified: [anna, 'kim.107@customer.example by email'],
    }),
  },
  {
    number: 110,
    says: 'what Anna sends carries an address and an id that bring the answer back',
    given: async (company) => {
      const { api } = company;
      const kim = await addContact(api, 'Kim', 'kim.110@customer.example');
      const thread = await startThread(api, company, 'Case 110', { to: [kim.id] });
      const [email] = bodyOf(await api.get(`/emails?messageId=${encodeURIComponent(thread.message.messageId)}`)).items;
      return { ...thread, email: bodyOf(await api.get(`/emails/${email.id}`)) };
    },
    mail: ({ email }) => ({ from: 'kim.110@customer.example', to: email.replyTo, headers: answering(email.messageId) }),
    expect: ({ lead, message }) => ({
      routes: ['lead reply_posted'],
      documents: [{ id: lead.id }],
      ...posted(message),
    }),
  },
];
