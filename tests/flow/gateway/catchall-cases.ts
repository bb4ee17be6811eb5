import { expect } from 'vitest';
import { bodyOf } from '../../setup/api-client.ts';
import { addContact, ours } from './company.ts';
import type { Seen, WorkedCase } from './worked-case.ts';

const catchall = `catchall@${ours}`;
const isReport = { outcome: 'bounce_processed', documents: [] };

const answered = (number: number | string): Partial<Seen> => ({
  outcome: 'bounced_catchall',
  documents: [],
  answers: [{ to: `mary.${number}@customer.example`, html: expect.stringContaining('only takes replies') }],
});

export const catchallCases: WorkedCase[] = [
  {
    number: 75,
    says: 'a mail to the bounce address creates nothing and is not answered',
    mail: { to: `bounce@${ours}` },
    expect: isReport,
  },
  {
    number: '75b',
    says: 'nor one to the bounce address of another domain of ours',
    mail: { to: 'bounce@south.example' },
    expect: isReport,
  },
  {
    number: 77,
    says: 'a mail to the catchall alone, with its bracket not closed, is answered to the Return-Path',
    mail: { to: `"Catchall" <${catchall}`, headers: { 'Return-Path': '<whatever.77@postmaster.example>' } },
    expect: {
      ...answered(77),
      answers: [{ to: 'whatever.77@postmaster.example', subject: 'Re: Question about the offer' }],
    },
  },
  {
    number: 78,
    says: 'catchall and alias: a record, and no answer',
    mail: { to: `${catchall}, sales@${ours}` },
    expect: { routes: ['lead record_created'] },
  },
  {
    number: 79,
    says: 'alias and catchall: the same',
    mail: { to: `sales@${ours}, ${catchall}` },
    expect: { routes: ['lead record_created'] },
  },
  {
    number: '79b',
    says: 'catchall and a stranger: answered, as no rule takes it',
    mail: { to: `${catchall}, somebody@elsewhere.example` },
    expect: answered('79b'),
  },
  {
    number: 80,
    says: 'an answer of a machine to the catchall is not answered',
    mail: { to: catchall, headers: { 'Auto-Submitted': 'auto-replied' } },
    expect: { outcome: 'auto_reply', documents: [] },
  },
  {
    number: 81,
    says: 'a mail of a person to the bounce address leaves the counters alone',
    given: ({ api }) => addContact(api, 'Kim', 'kim.81@customer.example'),
    mail: { from: 'kim.81@customer.example', to: `bounce@${ours}` },
    expect: isReport,
    afterwards: async ({ api }, kim) => expect(bodyOf(await api.get(`/contacts/${kim.id}`)).bounceCount).toBe(0),
  },
  {
    number: 82,
    says: 'a mail from MAILER-DAEMON to an alias creates nothing',
    mail: { from: 'MAILER-DAEMON@mx.customer.example' },
    expect: isReport,
  },
  {
    number: '91e',
    says: 'the answer of the catchall is written once an hour to one sender (product.md section 6)',
    mail: [{ to: catchall }, { to: catchall, subject: 'Again' }],
    expect: { outcome: 'bounced_catchall', documents: [] },
  },
];
