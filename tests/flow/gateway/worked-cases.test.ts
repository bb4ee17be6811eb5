import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, type Json } from '../../setup/api-client.ts';
import { aliasConstraintCases } from './alias-constraint-cases.ts';
import { authorCases } from './author-cases.ts';
import { bounceCases } from './bounce-cases.ts';
import { catchallCases } from './catchall-cases.ts';
import { addAlias, type Company, ours, startCompany, startThread } from './company.ts';
import { runConstraint } from './constraint-case.ts';
import { domainConstraintCases } from './domain-constraint-cases.ts';
import { fallbackCases } from './fallback-cases.ts';
import { loopCases, loopParameters, setLoop } from './loop-cases.ts';
import { parsingCases } from './parsing-cases.ts';
import { policyCases } from './policy-cases.ts';
import { projectCases } from './project-cases.ts';
import { recipientCases } from './recipient-cases.ts';
import { routingCases } from './routing-cases.ts';
import { threadingCases } from './threading-cases.ts';
import { answerEverything } from './two-systems.ts';
import { hand, runCase } from './worked-case.ts';

// The worked cases of the reference, section 4, against the product as it runs. Each case has a sender and an alias of
// its own, so that they share one company and can be run alone (-t 'case 46'). Numbers the reference has are left out
// here where there is nothing for them to happen to:
// 33 there is no contact for robots · 90 (end) there are no discussion channels to be removed from · 100-102 no model
// keeps several threads in one document, so that 96-99 tell what the parent is · 111 no composer asks yet that answers
// begin something new; routing honours the mark of such mails (unit test) · 122 how many statements a check takes is not
// seen from outside · 143-145 portal users, and acknowledgements by a stage's template · 148-150 mailboxes: see
// incoming/fetch-imap.test.ts · 159, 160 no request copies an alias or writes several · 165 the first domain is made at
// set-up, which every case stands on · words of an alias in the author's language: contacts have none yet.
let company: Company;

beforeAll(async () => {
  company = await startCompany();
}, 320_000);
afterAll(() => company?.running.stop());

describe.each([
  ['4.1 parsing', parsingCases],
  ['4.2 author, followers, creator', authorCases],
  ['4.3 alias policy and defaults', policyCases],
  ['4.4 alias routing', routingCases],
  ['4.5 catchall and bounce address', catchallCases],
  ['4.5 bounces', bounceCases],
  ['4.6 threading', threadingCases],
  ['4.6 duplicates and fallback model', fallbackCases],
  ['4.8 recipients, Cc and flows', recipientCases],
  ['4.8 projects', projectCases],
])('%s', (_, cases) => {
  test.each(cases)('case $number: $says', (one) => runCase(company, one));
});

describe('4.7 loops', () => {
  beforeAll(() => setLoop(company, loopParameters));
  afterAll(() => setLoop(company, null));
  test.each(loopCases)('case $number: $says', (one) => runCase(company, one));

  test('case 124: two programs that answer everything stop at the threshold, after one automatic answer each', async () => {
    const programs = ['a.124@robots.example', 'b.124@robots.example'];
    const { record } = await startThread(company.api, company, 'Case 124', {
      to: programs.map((email) => ({ name: email, email })),
    });
    const got = await answerEverything(company, programs);
    const { items } = bodyOf(await company.api.get(`/records/lead/${record.id}/messages?limit=200`));
    for (const program of programs) {
      const written = items.filter((one: Json) => one.author.email === program);
      expect(written).toHaveLength(loopParameters['mail.gateway.loop.threshold']);
      expect(got.get(program)?.filter(isAutomatic)).toHaveLength(1);
    }
  });

  test('case 124b: a program that answers our refusal gets no second one within the hour', async () => {
    await addAlias(company.api, 'partners.124b', { contactPolicy: 'partners' });
    const program = 'c.124@robots.example';
    const mail = { from: program, to: `partners.124b@${ours}` };
    expect(bodyOf(await hand(company, mail, '124b')).outcome).toBe('bounced_policy');
    expect((await answerEverything(company, [program])).get(program)).toHaveLength(1);
    expect(bodyOf(await hand(company, mail, '124b')).outcome).toBe('bounced_policy');
    expect((await answerEverything(company, [program])).get(program)).toHaveLength(1);
  });
});

/** Sent from the null sender, as automatic answers are. */
const isAutomatic = (mail: Json) => mail.envelopeFrom === '';

describe('4.9 alias and domain constraints', () => {
  test.each([...aliasConstraintCases, ...domainConstraintCases])('case $number: $says', (one) =>
    runConstraint(company, one),
  );
});
