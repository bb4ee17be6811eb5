import { expect } from 'vitest';
import { bodyOf, type Json } from '../../setup/api-client.ts';
import { addAlias, addContact, answering, type Company, ours, say, startThread } from './company.ts';
import { type CaseMail, hand, type Seen, untilSent, type WorkedCase } from './worked-case.ts';

/** Five mails within half an hour are a loop while these cases run. */
export const loopParameters = { 'mail.gateway.loop.minutes': 30, 'mail.gateway.loop.threshold': 5 };

const times = (count: number, mail: CaseMail = {}): CaseMail[] => Array.from({ length: count }, () => ({ ...mail }));
const stopped = (answers: Json[]): Partial<Seen> => ({ outcome: 'bounced_loop', documents: [], answers });

/** A stranger's mails have filled the threshold, and the automatic answer is out. */
async function startLoop(company: Company, number: number | string): Promise<Json> {
  for (const mail of times(6)) bodyOf(await hand(company, mail, number));
  const path = '/emails?sort=-id&limit=20';
  const [answer] = bodyOf(await company.api.get(path)).items.filter(({ to }: Json) => to.includes(`mary.${number}@`));
  return untilSent(company, answer.id);
}

/** Somebody on the allow-list answers the automatic answer of a loop. */
const answersIt = (number: number, header: string): WorkedCase => ({
  number,
  says: `an answer to that answer, told by ${header}, is ignored, also from the allow-list`,
  given: async (company) => {
    const answer = await startLoop(company, number);
    bodyOf(await company.api.post('/gateway-allow-list', { email: `mary.${number}@customer.example` }));
    return answer;
  },
  mail: ({ messageId }) => ({ headers: { [header]: messageId } }),
  expect: { outcome: 'loop_reply_ignored', documents: [] },
});

/** A mail of ours as its recipient got it, sent back to us by some server. */
async function ownMail(company: Company, number: number | string): Promise<Json> {
  const kim = await addContact(company.api, 'Kim', `kim.${number}@customer.example`);
  const thread = await startThread(company.api, company, `Case ${number}`, { to: [kim.id] });
  const id = encodeURIComponent(thread.message.messageId);
  const [email] = bodyOf(await company.api.get(`/emails?messageId=${id}`)).items;
  return { ...thread, raw: await company.api.download(`/emails/${email.id}/eml`) };
}

const comesBack = (
  number: number | string,
  says: string,
  change: (raw: string) => string,
  more: CaseMail = {},
): WorkedCase => ({
  number,
  says,
  given: (company) => ownMail(company, number),
  mail: ({ raw }) => ({ raw: Buffer.from(change(raw.toString('latin1')), 'latin1'), ...more }),
  expect: { outcome: 'duplicate', documents: [] },
});

const withoutId = (raw: string) => raw.replace(/^Message-ID: .*$/im, 'Message-ID: <rewritten@provider.example>');
const unique = (raw: string, number: string) => withoutId(raw).replace('rewritten@', `rewritten.${number}@`);

export const loopCases: WorkedCase[] = [
  {
    number: 117,
    says: 'below the threshold every mail makes a record',
    mail: times(5),
    expect: { routes: ['lead record_created'], documents: [{ emailNormalised: 'mary.117@customer.example' }] },
  },
  {
    number: 118,
    says: 'from the threshold on none does, and the sender is told once',
    mail: times(6, { subject: 'Case 118' }),
    expect: stopped([
      { to: 'mary.118@customer.example', subject: 'Re: Case 118', html: expect.stringContaining('too many times') },
    ]),
  },
  {
    number: '118b',
    says: 'further ones are not answered within the hour (product.md section 6; the reference answers each)',
    mail: times(8),
    expect: stopped([]),
  },
  answersIt(119, 'References'),
  answersIt(120, 'In-Reply-To'),
  {
    number: 121,
    says: 'a sender on the allow-list may write ten times',
    given: ({ api }) => api.post('/gateway-allow-list', { email: 'mary.121@customer.example' }),
    mail: times(10),
    expect: { routes: ['lead record_created'] },
  },
  {
    number: 122,
    says: 'a mail to five aliases of two models is delivered to all of them',
    given: async ({ api }) => {
      for (const name of ['a', 'b', 'c']) await addAlias(api, `${name}.122`);
      return addAlias(api, 'd.122', { model: 'ticket' });
    },
    mail: { to: `a.122@${ours}, b.122@${ours}, c.122@${ours}, d.122@${ours}, help@${ours}` },
    expect: { routes: [...Array(3).fill('lead record_created'), ...Array(2).fill('ticket record_created')] },
  },
  {
    number: 123,
    says: 'one looping route stops the whole mail',
    given: async (company) => {
      for (const mail of times(5)) bodyOf(await hand(company, mail, 123));
    },
    mail: { to: `sales@${ours}, help@${ours}` },
    expect: stopped([{ to: 'mary.123@customer.example' }]),
  },
  {
    number: '123b',
    says: 'answers on one document are counted as well, by the address they come from',
    given: async (company) => {
      const thread = await startThread(company.api, company, 'Case 123b');
      for (const mail of times(5, { headers: answering(thread.message.messageId) })) {
        bodyOf(await hand(company, mail, '123b'));
      }
      return thread;
    },
    mail: ({ message }) => ({ headers: answering(message.messageId) }),
    expect: stopped([{ to: 'mary.123b@customer.example' }]),
  },
  {
    number: '123c',
    says: 'what people write in the chatter is not counted: only mails are',
    given: async (company) => {
      const thread = await startThread(company.api, company, 'Case 123c');
      for (let count = 0; count < 6; count++) await say(company.api, thread.record);
      return thread;
    },
    mail: ({ message }) => ({ from: 'anna@mycompany.example', headers: answering(message.messageId) }),
    expect: { routes: ['lead reply_posted'] },
  },
  {
    number: 125,
    says: 'of Cc, a contact who is an alias is not linked, another is, and nobody is mailed',
    given: async ({ api }) => {
      await addAlias(api, 'shared.125');
      await addContact(api, 'Shared', `shared.125@${ours}`);
      return addContact(api, 'Kim', 'kim.125@customer.example');
    },
    mail: { to: `help@${ours}`, cc: `shared.125@${ours}, kim.125@customer.example` },
    expect: { routes: ['lead record_created', 'ticket record_created'] },
    afterwards: async (_, kim, { messages }) => {
      for (const message of messages) expect(message.recipients.map((one: Json) => one.contactId)).toEqual([kim.id]);
    },
  },
  comesBack(126, 'a mail of ours that comes back is dropped', (raw) => raw),
  comesBack(127, 'also where its Message-ID was rewritten: our own header tells it', (raw) => unique(raw, '127')),
  comesBack(
    '129',
    'also where it was forwarded to the catchall: nobody is answered (the reference answers)',
    (raw) => unique(raw, '129'),
    { envelopeTo: `catchall@${ours}` },
  ),
  {
    number: '129b',
    says: 'an answer of ours that comes back is ignored',
    given: async (company) => {
      const answer = await startLoop(company, '129b');
      return { raw: await company.api.download(`/emails/${answer.id}/eml`) };
    },
    mail: ({ raw }) => ({ raw: Buffer.from(unique(raw.toString('latin1'), '129b'), 'latin1') }),
    expect: { documents: [] },
    afterwards: async (_, __, { outcome }) => expect(['duplicate', 'loop_reply_ignored']).toContain(outcome),
  },
  {
    number: '129c',
    says: 'an automatic reply on a known thread is kept there, and tells nobody (product.md section 6)',
    given: (company) => startThread(company.api, company, 'Case 129c'),
    mail: ({ message }) => ({
      subject: 'Out of office',
      headers: { ...answering(message.messageId), 'Auto-Submitted': 'auto-replied' },
    }),
    expect: ({ lead }) => ({ outcome: 'auto_reply', documents: [{ id: lead.id }], messages: [{ kind: 'auto' }] }),
  },
  {
    number: '129d',
    says: 'automatic mail of another kind makes a record, unless the alias takes none (product.md section 6)',
    given: ({ api }) => addAlias(api, 'people.129d', { acceptAutomatic: false, model: 'ticket' }),
    mail: { to: `sales@${ours}, people.129d@${ours}`, headers: { 'Auto-Submitted': 'auto-generated' } },
    expect: { routes: ['lead record_created', 'ticket quarantined'] },
  },
];

/** Sets what counts as a loop. */
export async function setLoop({ api }: Company, values: Record<string, number> | null): Promise<void> {
  for (const key of Object.keys(loopParameters)) {
    const path = `/system-parameters/${key}`;
    bodyOf(values ? await api.put(path, { value: String(values[key]) }) : await api.remove(path));
  }
}
