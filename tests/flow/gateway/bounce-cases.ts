import { expect } from 'vitest';
import { bodyOf, type Json } from '../../setup/api-client.ts';
import { eventually } from '../../setup/eventually.ts';
import { addContact, type Company, make, ours, say, startThread } from './company.ts';
import { type ReportFacts, report } from './delivery-report.ts';
import type { WorkedCase } from './worked-case.ts';

const isReport = { outcome: 'bounce_processed', documents: [] };

/** A contact and a lead with its address, and a message that was sent to it. */
async function startCorrespondence(company: Company, number: number | string) {
  const email = `kim.${number}@customer.example`;
  const kim = await addContact(company.api, 'Kim', email);
  const thread = await startThread(company.api, company, `Case ${number}`, { to: [kim.id] });
  bodyOf(await company.api.patch(`/records/lead/${thread.lead.id}`, { emailFrom: email }));
  const { messageId } = await untilOut(company, thread.message.messageId);
  return { kim, email, messageId, ...thread };
}

/** The mail of a message when it has left. */
async function untilOut({ api }: Company, messageId: string): Promise<Json> {
  const path = `/emails?messageId=${encodeURIComponent(messageId)}`;
  return eventually(async () => {
    const [email] = bodyOf(await api.get(path)).items;
    return email?.state === 'sent' ? email : null;
  });
}

interface After {
  /** Bounce counters of contact and lead. */
  contact: number;
  lead: number;
  envelope?: Json;
}

/** What a report on a correspondence leaves behind. */
const afterReport = (
  number: number | string,
  says: string,
  facts: Partial<ReportFacts>,
  after: After,
  outcome = isReport,
): WorkedCase => ({
  number,
  says,
  given: (company) => startCorrespondence(company, number),
  mail: ({ email, messageId }) => report({ recipient: email, original: messageId, ...facts }),
  expect: outcome,
  afterwards: async ({ api }, { kim, lead, message }) => {
    expect(bodyOf(await api.get(`/contacts/${kim.id}`)).bounceCount).toBe(after.contact);
    expect(bodyOf(await api.get(`/records/lead/${lead.id}`)).bounceCount).toBe(after.lead);
    const read = bodyOf(await api.get(`/records/lead/${lead.id}/messages/${message.id}`));
    expect(read.envelope).toMatchObject(after.envelope ?? { state: 'sent' });
  },
});

const red = {
  state: 'failed',
  recipients: [{ state: 'bounced', failureType: 'mail_bounce', reason: expect.stringContaining('no such user here') }],
};

export const bounceCases: WorkedCase[] = [
  afterReport(
    83,
    'a report that names nobody, on a mail to one person, is about that person; the address is not counted, as it is not said to be unusable (product.md section 6)',
    { recipient: null },
    { contact: 0, lead: 0, envelope: { state: 'failed', recipients: [{ state: 'bounced' }] } },
  ),
  afterReport(
    '83b',
    'unless it says that the mail is late',
    { recipient: null, subject: 'Warning: mail delayed' },
    { contact: 0, lead: 0 },
  ),
  afterReport(
    85,
    'a report on an address, without the mail it is about: the address is counted wherever it stands, the envelope stays',
    { original: null },
    { contact: 1, lead: 1 },
  ),
  afterReport(
    86,
    'a report with the mail it is about: counted, and the envelope is red with the words of the server',
    {},
    { contact: 1, lead: 1, envelope: red },
  ),
  afterReport(
    '86b',
    'the mailbox is full for good: a red envelope, and no counter (product.md section 6)',
    { status: '5.2.2', words: 'mailbox full' },
    { contact: 0, lead: 0, envelope: { state: 'failed' } },
  ),
  afterReport(
    '86c',
    'a mail that is only delayed changes nothing (product.md section 6)',
    { action: 'delayed', status: '4.4.7' },
    { contact: 0, lead: 0 },
  ),
  afterReport(
    '86d',
    'nor does one that was delivered (product.md section 6)',
    { action: 'delivered', status: '2.0.0' },
    { contact: 0, lead: 0 },
  ),
  afterReport(
    88,
    'the same addressed to an alias is a report all the same',
    { to: `sales@${ours}` },
    { contact: 1, lead: 1, envelope: red },
  ),
  {
    number: 89,
    says: 'a mail from the address sets its counters back, also under a display name (the reference does not)',
    given: (company) => startCorrespondence(company, 89),
    mail: ({ email, messageId }) => [report({ recipient: email, original: messageId }), { from: `"Kim K" <${email}>` }],
    expect: { routes: ['lead record_created'] },
    afterwards: async ({ api }, { kim, lead }) => {
      expect(bodyOf(await api.get(`/contacts/${kim.id}`)).bounceCount).toBe(0);
      expect(bodyOf(await api.get(`/records/lead/${lead.id}`)).bounceCount).toBe(0);
    },
  },
  {
    number: 90,
    says: 'ten reports: every document with the address, however it is written, counts ten; others none',
    given: async (company) => {
      const started = await startCorrespondence(company, 90);
      const { api } = company;
      const ticket = await make(api, 'ticket', { name: 'Case 90', emailFrom: '"K" <KIM.90@customer.example>' });
      return {
        ...started,
        ticket,
        other: await make(api, 'lead', { name: 'x', emailFrom: 'tim.90@customer.example' }),
      };
    },
    mail: ({ email, messageId }) => Array.from({ length: 10 }, () => report({ recipient: email, original: messageId })),
    expect: isReport,
    afterwards: async ({ api }, { kim, lead, ticket, other }) => {
      const counts = [`contact/${kim.id}`, `lead/${lead.id}`, `ticket/${ticket.id}`, `lead/${other.id}`].map(
        async (path) => bodyOf(await api.get(`/records/${path}`)).bounceCount,
      );
      expect(await Promise.all(counts)).toEqual([10, 10, 10, 0]);
    },
  },
  {
    number: 91,
    says: "a report on a message of the contact's own page counts once",
    given: async (company) => {
      const kim = await addContact(company.api, 'Kim', 'kim.91@customer.example');
      const message = await say(company.api, { model: 'contact', id: kim.id }, { to: [kim.id] });
      await untilOut(company, message.messageId);
      return { kim, message };
    },
    mail: ({ message }) => report({ recipient: 'kim.91@customer.example', original: message.messageId }),
    expect: isReport,
    afterwards: async ({ api }, { kim }) => expect(bodyOf(await api.get(`/contacts/${kim.id}`)).bounceCount).toBe(1),
  },
  {
    number: '91b',
    says: 'a read receipt changes nothing but the log (product.md section 6)',
    given: (company) => startCorrespondence(company, '91b'),
    mail: ({ email, messageId }) => ({
      from: email,
      headers: { 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=b' },
      body: `--b\nContent-Type: text/plain\n\nIt was read.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; ${email}\nOriginal-Message-ID: ${messageId}\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n`,
    }),
    expect: { outcome: 'no_op', documents: [] },
    afterwards: async ({ api }, { lead, message }) => {
      const read = bodyOf(await api.get(`/records/lead/${lead.id}/messages/${message.id}`));
      expect(read.envelope.state).toBe('sent');
    },
  },
  {
    number: '91c',
    says: 'a complaint keeps mailings from the address, where the mail is one of ours (product.md section 6)',
    given: (company) => startCorrespondence(company, '91c'),
    mail: ({ email, messageId }) => ({
      from: 'fbl@provider.example',
      to: `bounce@${ours}`,
      headers: { 'Content-Type': 'multipart/report; report-type=feedback-report; boundary=b' },
      body: `--b\nContent-Type: text/plain\n\nAn abuse report.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: Provider/1\nVersion: 1\nOriginal-Rcpt-To: ${email}\n--b\nContent-Type: message/rfc822\n\nMessage-ID: ${messageId}\nFrom: us@${ours}\nSubject: Ours\n\n--b--\n`,
    }),
    expect: { outcome: 'complaint', documents: [] },
    afterwards: async ({ api }, { email }) => {
      const listed = bodyOf(await api.get('/blacklist?limit=200')).items;
      expect(listed.map((one: Json) => one.email)).toContain(email);
    },
  },
  {
    number: '91d',
    says: 'the signed Return-Path names the delivery of a report that nobody can read (product.md section 6)',
    given: async (company) => {
      const { api } = company;
      bodyOf(await api.put('/system-parameters/mail.bounce.verp', { value: 'true' }));
      const started = await startCorrespondence(company, '91d');
      bodyOf(await api.remove('/system-parameters/mail.bounce.verp'));
      const list = `/sandbox/messages?messageId=${encodeURIComponent(started.messageId)}`;
      const mail = await eventually(async () => bodyOf(await api.get(list)).items[0]);
      return { ...started, returnPath: mail.envelopeFrom };
    },
    mail: ({ returnPath }) => ({
      from: 'postmaster@strange.example',
      to: returnPath,
      envelopeFrom: '<>',
      subject: '???',
      body: 'no',
    }),
    expect: isReport,
    afterwards: async ({ api }, { lead, message }) => {
      const read = bodyOf(await api.get(`/records/lead/${lead.id}/messages/${message.id}`));
      expect(read.envelope).toMatchObject({ state: 'failed', recipients: [{ state: 'bounced' }] });
    },
  },
];
