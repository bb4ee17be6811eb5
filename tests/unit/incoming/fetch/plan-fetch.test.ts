import { describe, expect, test } from 'vitest';
import { type KnownMail, nameMails, planFetch } from '#lib/mail/incoming/fetch/pop3/plan-fetch.ts';

const mail = (number: number, uidl: string, size = 100) => ({ number, uidl, size });

function books(...rows: Partial<KnownMail>[]): Map<string, KnownMail> {
  const pending = { disposition: 'pending', refusal: null, incomingMailId: null, sha256: null, size: 100 } as const;
  return new Map(rows.map((row, index) => [row.uidl ?? '', { ...pending, id: index + 1, uidl: '', ...row }]));
}

const stored = { disposition: 'stored', incomingMailId: 7, sha256: 'aa' } as const;
const empties = { leaveOnServer: false, maxBytes: 1000 };
const keeps = { leaveOnServer: true, maxBytes: 1000 };

function plan(listing: ReturnType<typeof mail>[], known: Map<string, KnownMail>, rules: typeof keeps) {
  const { take, refuse } = planFetch(nameMails(listing), known, rules);
  return {
    take: take.map((one) => one.mail.number),
    refuse: refuse.map((one) => `${one.mail.number} ${one.refusal}`),
  };
}

describe('what is done with the mails of a POP3 mailbox', () => {
  test('new mails are taken, in the order of the mailbox', () => {
    expect(plan([mail(1, 'a'), mail(2, 'b')], books({ uidl: 'a' }, { uidl: 'b' }), empties)).toEqual({
      take: [1, 2],
      refuse: [],
    });
  });

  test('what is stored and was to be deleted is looked at once more, after all that is new', () => {
    expect(plan([mail(1, 'a'), mail(2, 'b')], books({ uidl: 'a', ...stored }, { uidl: 'b' }), empties).take).toEqual([
      2, 1,
    ]);
  });

  test('what is stored and stays in the mailbox is not fetched again, unless another mail has its name now', () => {
    const known = books({ uidl: 'a', ...stored }, { uidl: 'b', ...stored });
    expect(plan([mail(1, 'a'), mail(2, 'b', 101)], known, keeps).take).toEqual([2]);
  });

  test('too large mails stay, and come when the limit is raised', () => {
    const listing = [mail(1, 'a', 5000)];
    expect(plan(listing, books({ uidl: 'a' }), empties)).toEqual({ take: [], refuse: ['1 too_large'] });
    const refused = books({ uidl: 'a', disposition: 'refused', refusal: 'too_large' });
    expect(plan(listing, refused, empties)).toEqual({ take: [], refuse: [] });
    expect(plan(listing, refused, { ...empties, maxBytes: 10_000 }).take).toEqual([1]);
  });

  test('what could not be read is not tried again', () => {
    const refused = books({ uidl: 'a', disposition: 'refused', refusal: 'unreadable' });
    expect(plan([mail(1, 'a')], refused, empties)).toEqual({ take: [], refuse: [] });
  });

  test('mails with one name are all taken where they are deleted, and none where they stay', () => {
    const listing = [mail(1, 'a'), mail(2, 'a')];
    const known = books({ uidl: 'a' }, { uidl: 'a 2' });
    expect(plan(listing, known, empties)).toEqual({ take: [1, 2], refuse: [] });
    expect(plan(listing, known, keeps)).toEqual({ take: [], refuse: ['1 ambiguous', '2 ambiguous'] });
    expect(
      plan([mail(1, 'a')], books({ uidl: 'a', disposition: 'refused', refusal: 'ambiguous' }), keeps).take,
    ).toEqual([1]);
  });
});
