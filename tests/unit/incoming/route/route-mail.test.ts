import { describe, expect, it } from 'vitest';
import type { Bounce } from '#lib/mail/incoming/qualify/bounce.ts';
import { routeMail } from '#lib/mail/incoming/route/route-mail.ts';
import { aliasFor, factsFor, matchFor } from './facts-for.ts';

const SALES = 'sales@ours.example';
const CATCHALL = 'catchall@ours.example';
const BOUNCE: Bounce = {
  format: 'dsn',
  originalMessageId: null,
  originalMessageIds: [],
  recipients: [],
  feedback: null,
};
const contact = { contactId: 5, userId: null, isEmployee: false, verified: false };
const automaticReply = { kind: 'auto-reply', mayAutoAnswer: false, signals: ['auto-submitted:auto-replied'] } as const;
const monitoring = {
  kind: 'auto-generated',
  mayAutoAnswer: false,
  signals: ['auto-submitted:auto-generated'],
} as const;
const auto = (verdict: typeof automaticReply | typeof monitoring) => ({ ...verdict, signals: [...verdict.signals] });

type Case = [name: string, facts: Parameters<typeof factsFor>[0], outcomes: string[], answers?: string[]];

function holds([, changes, outcomes, answers = []]: Case): void {
  const decision = routeMail(factsFor(changes));
  expect(decision.routes.map((route) => route.outcome)).toEqual(outcomes);
  expect(decision.answers.map((answer) => answer.kind)).toEqual(answers);
  expect(decision.outcome).toBe(outcomes[0]);
  expect(decision.trace.length).toBeGreaterThan(0);
}

const early: Case[] = [
  ['a mail we have already is a duplicate', { to: [SALES], aliases: [aliasFor()], duplicateOf: 3 }, ['duplicate']],
  [
    'an answer to our own automatic mail is ignored',
    {
      to: [SALES],
      aliases: [aliasFor()],
      referredIds: ['<a.1-loop-detection-bounce-email@ours.example>'],
      loop: { threshold: 5, minutes: 30, allowListed: true, created: {}, posted: {} },
    },
    ['loop_reply_ignored'],
  ],
  [
    'a bounce creates nothing, wherever it was addressed',
    { to: [SALES], aliases: [aliasFor()], bounce: BOUNCE },
    ['bounce_processed'],
  ],
  ['ordinary mail to the bounce address creates nothing', { to: ['bounce@ours.example'] }, ['bounce_processed']],
  ['a bounce address with a token is one', { to: ['Bounce+abc123@ours.example'] }, ['bounce_processed']],
  [
    'a complaint',
    {
      bounce: { ...BOUNCE, format: 'feedback', feedback: { type: 'abuse', recipient: null, originalMessageId: null } },
    },
    ['complaint'],
  ],
  ['a read receipt changes nothing', { bounce: { ...BOUNCE, format: 'receipt' } }, ['no_op']],
  ['another report is logged', { bounce: { ...BOUNCE, format: 'report' }, reportType: 'tlsrpt' }, ['report_logged']],
  ['spam is kept, not routed', { to: [SALES], aliases: [aliasFor()], spam: 'X-Spam-Flag: YES' }, ['spam']],
];

const aliases: Case[] = [
  ['an alias creates', { to: [SALES], aliases: [aliasFor()] }, ['record_created']],
  [
    'an alias in Cc creates too',
    { to: ['x@else.example'], cc: ['SALES@Ours.Example'], aliases: [aliasFor()] },
    ['record_created'],
  ],
  [
    'an alias named by a forwarded mailbox creates',
    { resentTo: [{ name: '', address: SALES }], aliases: [aliasFor()] },
    ['record_created'],
  ],
  [
    'two aliases make two records',
    { to: [SALES, 'help@ours.example'], aliases: [aliasFor(), aliasFor({ id: 2, name: 'help', model: 'ticket' })] },
    ['record_created', 'record_created'],
  ],
  [
    'a fixed record is updated',
    { to: [SALES], aliases: [aliasFor({ recordId: 9, recordExists: true })] },
    ['record_updated'],
  ],
  [
    'a deleted fixed record falls back to creation',
    { to: [SALES], aliases: [aliasFor({ recordId: 9 })] },
    ['record_created'],
  ],
  [
    'two aliases of one record update it once',
    {
      to: [SALES, 'info@ours.example'],
      aliases: [
        aliasFor({ recordId: 9, recordExists: true }),
        aliasFor({ id: 2, name: 'info', recordId: 9, recordExists: true }),
      ],
    },
    ['record_updated'],
  ],
  [
    'an alias without a domain is never matched',
    { to: [SALES], aliases: [aliasFor({ domain: null })] },
    ['quarantined'],
  ],
  [
    'local-part detection takes any domain',
    { to: ['sales@else.example'], aliases: [aliasFor({ localPartDetection: true })] },
    ['record_created'],
  ],
  ['without it a foreign domain has no route', { to: ['sales@else.example'], aliases: [aliasFor()] }, ['quarantined']],
  [
    'listed domains admit a listed one',
    {
      to: ['sales@hello.example'],
      aliases: [aliasFor({ localPartDetection: true })],
      allowedDomains: ['hello.example'],
    },
    ['record_created'],
  ],
  [
    'listed domains refuse another',
    {
      to: ['sales@else.example'],
      aliases: [aliasFor({ localPartDetection: true })],
      allowedDomains: ['hello.example'],
    },
    ['quarantined'],
  ],
  [
    'the platform’s domain counts like our own',
    { to: ['sales@platform.example'], aliases: [aliasFor()], platformDomain: 'platform.example' },
    ['record_created'],
  ],
  [
    'a model that cannot be created is an error of the alias',
    { to: [SALES], aliases: [aliasFor({ acceptsCreation: false })] },
    ['bounced_alias_config'],
    ['bounce_alias_config'],
  ],
];

const policies: Case[] = [
  [
    'partners: a stranger is refused',
    { to: [SALES], aliases: [aliasFor({ policy: 'partners' })] },
    ['bounced_policy'],
    ['bounce_policy'],
  ],
  [
    'partners: a contact may',
    { to: [SALES], aliases: [aliasFor({ policy: 'partners' })], author: contact },
    ['record_created'],
  ],
  [
    'employees: a contact may not',
    { to: [SALES], aliases: [aliasFor({ policy: 'employees' })], author: contact },
    ['bounced_policy'],
    ['bounce_policy'],
  ],
  [
    'employees: an employee may',
    { to: [SALES], aliases: [aliasFor({ policy: 'employees' })], author: { ...contact, isEmployee: true } },
    ['record_created'],
  ],
  [
    'followers: a follower of the owner may',
    { to: [SALES], aliases: [aliasFor({ policy: 'followers', target: { followerCount: 2, authorFollows: true } })] },
    ['record_created'],
  ],
  [
    'followers: anybody else may not',
    { to: [SALES], aliases: [aliasFor({ policy: 'followers', target: { followerCount: 2, authorFollows: false } })] },
    ['bounced_policy'],
    ['bounce_policy'],
  ],
  [
    'followers of nothing is an error of the alias',
    { to: [SALES], aliases: [aliasFor({ policy: 'followers' })] },
    ['bounced_alias_config'],
    ['bounce_alias_config'],
  ],
  [
    'followers nobody has is one too',
    { to: [SALES], aliases: [aliasFor({ policy: 'followers', target: { followerCount: 0, authorFollows: false } })] },
    ['bounced_alias_config'],
    ['bounce_alias_config'],
  ],
  [
    'verified senders only: an unproven one is refused',
    { to: [SALES], aliases: [aliasFor({ verifiedOnly: true })], author: contact },
    ['bounced_policy'],
    ['bounce_policy'],
  ],
  [
    'one alias refuses, the other takes it',
    {
      to: [SALES, 'help@ours.example'],
      aliases: [aliasFor({ policy: 'partners' }), aliasFor({ id: 2, name: 'help', model: 'ticket' })],
    },
    ['bounced_policy', 'record_created'],
    ['bounce_policy'],
  ],
  [
    'the fallback model is not tried where an alias refused',
    {
      to: [SALES],
      aliases: [aliasFor({ policy: 'partners' })],
      fallback: { model: 'ticket', recordId: null, acceptsCreation: true, defaults: {} },
    },
    ['bounced_policy'],
    ['bounce_policy'],
  ],
  [
    'one answer an hour',
    { to: [SALES], aliases: [aliasFor({ policy: 'partners' })], recentlyAnswered: true },
    ['bounced_policy'],
    [],
  ],
];

const replies: Case[] = [
  ['a reply is posted', { to: [CATCHALL], matches: [matchFor()] }, ['reply_posted']],
  [
    'another alias of the same model creates nothing',
    { to: [SALES], aliases: [aliasFor()], matches: [matchFor()] },
    ['reply_posted'],
  ],
  [
    'an alias of another model makes it a forward',
    {
      to: ['help@ours.example', SALES],
      aliases: [aliasFor(), aliasFor({ id: 2, name: 'help', model: 'ticket' })],
      matches: [matchFor()],
    },
    ['record_created'],
  ],
  [
    'in Cc it does not',
    {
      to: [CATCHALL],
      cc: ['help@ours.example'],
      aliases: [aliasFor({ id: 2, name: 'help', model: 'ticket' })],
      matches: [matchFor()],
    },
    ['reply_posted'],
  ],
  [
    'a reply to a deleted record starts a new one',
    { to: [CATCHALL], matches: [matchFor({ recordExists: false })] },
    ['record_created'],
  ],
  [
    'the alias of the model lends its policy',
    { to: [SALES], aliases: [aliasFor({ policy: 'followers' })], matches: [matchFor()] },
    ['bounced_policy'],
    ['bounce_policy'],
  ],
  [
    'a message without a record is no reply',
    { to: [SALES], aliases: [aliasFor()], matches: [matchFor({ model: null, recordId: null })] },
    ['record_created'],
  ],
  [
    '"replies start something new" is routed by address',
    { to: [SALES], aliases: [aliasFor()], matches: [matchFor({ repliesElsewhere: true })] },
    ['record_created'],
  ],
];

const leftovers: Case[] = [
  ['only catchall addresses bounce', { to: [CATCHALL] }, ['bounced_catchall'], ['bounce_catchall']],
  ['catchall and an alias: the alias takes it', { to: [CATCHALL, SALES], aliases: [aliasFor()] }, ['record_created']],
  [
    'catchall and an unknown address bounce',
    { to: ['who@ours.example', CATCHALL] },
    ['bounced_catchall'],
    ['bounce_catchall'],
  ],
  [
    'the fallback model takes the rest',
    { to: ['who@ours.example'], fallback: { model: 'lead', recordId: null, acceptsCreation: true, defaults: {} } },
    ['record_created'],
  ],
  [
    'a fallback model that cannot be created quarantines',
    { to: ['who@ours.example'], fallback: { model: 'lead', recordId: null, acceptsCreation: false, defaults: {} } },
    ['quarantined'],
  ],
  ['no route is quarantined, and nobody is answered', { to: ['who@ours.example'] }, ['quarantined']],
];

const machines: Case[] = [
  [
    'an automatic reply creates nothing',
    { to: [SALES], aliases: [aliasFor()], automatic: auto(automaticReply) },
    ['auto_reply'],
  ],
  ['a null sender counts as one', { to: [SALES], aliases: [aliasFor()], returnPath: '' }, ['auto_reply']],
  [
    'an automatic reply to the catchall causes no answer',
    { to: [CATCHALL], automatic: auto(automaticReply) },
    ['auto_reply'],
  ],
  ['monitoring mail creates', { to: [SALES], aliases: [aliasFor()], automatic: auto(monitoring) }, ['record_created']],
  [
    'unless the alias says no',
    { to: [SALES], aliases: [aliasFor({ acceptAutomatic: false })], automatic: auto(monitoring) },
    ['quarantined'],
  ],
  [
    'refused monitoring mail is quarantined, not answered',
    { to: [SALES], aliases: [aliasFor({ policy: 'partners' })], automatic: auto(monitoring) },
    ['quarantined'],
  ],
];

describe('rules before anybody looks for a record', () => {
  it.each(early)('%s', (...one) => holds(one));
});
describe('aliases', () => {
  it.each(aliases)('%s', (...one) => holds(one));
});
describe('contact policies', () => {
  it.each(policies)('%s', (...one) => holds(one));
});
describe('replies', () => {
  it.each(replies)('%s', (...one) => holds(one));
});
describe('what no alias takes', () => {
  it.each(leftovers)('%s', (...one) => holds(one));
});
describe('machines', () => {
  it.each(machines)('%s', (...one) => holds(one));
});

describe('what a route carries', () => {
  it('names the parent of a reply and keeps an answer to a note internal', () => {
    const { routes } = routeMail(factsFor({ to: [CATCHALL], matches: [matchFor({ isInternal: true })] }));
    expect(routes[0]).toMatchObject({ model: 'lead', recordId: 10, parentRowId: 100, isInternal: true, notify: true });
  });

  it('has no parent and the alias’ defaults and company for a new record', () => {
    const { routes } = routeMail(
      factsFor({ to: [SALES], aliases: [aliasFor()], matches: [matchFor({ model: null, recordId: null })] }),
    );
    expect(routes[0]).toMatchObject({
      model: 'lead',
      recordId: null,
      parentRowId: null,
      defaults: { team: 7 },
      companyId: 1,
      aliasId: 1,
    });
  });

  it('does not give the alias’ defaults to what replaces a deleted record', () => {
    const { routes } = routeMail(
      factsFor({ to: [SALES], aliases: [aliasFor()], matches: [matchFor({ recordExists: false })] }),
    );
    expect(routes[0]).toMatchObject({ recordId: null, defaults: {}, aliasId: null });
  });

  it('orders aliases by model, then name', () => {
    const many = [
      aliasFor({ id: 3, name: 'zoo' }),
      aliasFor({ id: 2, name: 'abc' }),
      aliasFor({ id: 4, name: 'any', model: 'applicant' }),
    ];
    const { routes } = routeMail(factsFor({ to: many.map((one) => `${one.name}@ours.example`), aliases: many }));
    expect(routes.map((route) => route.aliasId)).toEqual([4, 2, 3]);
  });

  it('keeps an automatic reply folded on its thread and tells nobody', () => {
    const { routes } = routeMail(factsFor({ to: [CATCHALL], matches: [matchFor()], automatic: auto(automaticReply) }));
    expect(routes[0]).toMatchObject({ model: 'lead', recordId: 10, notify: false, notifyOutside: false });
  });

  it('tells nobody outside about monitoring mail', () => {
    const { routes } = routeMail(factsFor({ to: [SALES], aliases: [aliasFor()], automatic: auto(monitoring) }));
    expect(routes[0]).toMatchObject({ notify: true, notifyOutside: false });
  });

  it('answers to the Return-Path, else to the sender', () => {
    const refused = { to: [SALES], aliases: [aliasFor({ policy: 'partners' })] };
    expect(routeMail(factsFor({ ...refused, returnPath: 'path@example.com' })).answers[0]?.to).toBe('path@example.com');
    expect(routeMail(factsFor({ ...refused, returnPath: null })).answers[0]?.to).toBe('ada@example.com');
  });
});
