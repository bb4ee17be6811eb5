import { describe, expect, it } from 'vitest';
import { makeRoute } from '#lib/mail/incoming/route/decision.ts';
import { detectLoop } from '#lib/mail/incoming/route/detect-loop.ts';
import { routeMail } from '#lib/mail/incoming/route/route-mail.ts';
import { aliasFor, factsFor, matchFor } from './facts-for.ts';

const loop = { threshold: 5, minutes: 30, allowListed: false, created: {}, posted: {} };
const creating = makeRoute({ outcome: 'record_created', model: 'lead', reason: '' });
const updating = makeRoute({ outcome: 'reply_posted', model: 'lead', recordId: 10, reason: '' });

describe('loop detection', () => {
  it.each([
    ['below the threshold', [creating], { created: { lead: 4 } }, false],
    ['at the threshold', [creating], { created: { lead: 5 } }, true],
    ['records of another model do not count', [creating], { created: { ticket: 9 } }, false],
    ['emails on the record', [updating], { posted: { 'lead:10': 5 } }, true],
    ['emails on another record do not count', [updating], { posted: { 'lead:11': 9 } }, false],
    ['created records do not count against a reply', [updating], { created: { lead: 9 } }, false],
    ['one looping route of two', [updating, creating], { created: { lead: 5 } }, true],
    ['a sender on the allow-list', [creating], { created: { lead: 99 }, allowListed: true }, false],
  ])('%s', (_name, routes, counts, loops) => {
    expect(detectLoop(routes, { ...loop, ...counts }) !== null).toBe(loops);
  });

  it('blocks the whole mail and tells the sender once', () => {
    const aliases = [aliasFor(), aliasFor({ id: 2, name: 'help', model: 'ticket' })];
    const facts = factsFor({
      to: ['sales@ours.example', 'help@ours.example'],
      aliases,
      loop: { ...loop, created: { ticket: 5 } },
    });
    const decision = routeMail(facts);
    expect(decision.routes.map((route) => route.outcome)).toEqual(['bounced_loop']);
    expect(decision.answers).toMatchObject([{ kind: 'bounce_loop', to: 'ada@example.com' }]);
  });

  it('stops two machines that answer each other without answering either', () => {
    const automatic = {
      kind: 'auto-generated' as const,
      mayAutoAnswer: false,
      signals: ['auto-submitted:auto-generated'],
    };
    const decision = routeMail(
      factsFor({
        to: ['catchall@ours.example'],
        matches: [matchFor()],
        automatic,
        loop: { ...loop, posted: { 'lead:10': 5 } },
      }),
    );
    expect(decision.outcome).toBe('bounced_loop');
    expect(decision.answers).toEqual([]);
  });
});
