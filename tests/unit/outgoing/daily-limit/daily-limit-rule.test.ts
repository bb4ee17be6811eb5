import { describe, expect, it } from 'vitest';
import { dailyLimitLevel, dailyLimitOf } from '#lib/mail/outgoing/daily-limit/daily-limit-rule.ts';

describe('the daily limit', () => {
  it.each([
    ['on premise there is none', null, 'on_premise', 'subscription', false, null],
    ['on premise one may be set', 30, 'on_premise', 'subscription', false, 30],
    ['on premise a restored backup has none either', null, 'on_premise', 'trial', true, null],
    ['online with a subscription', null, 'online', 'subscription', false, 200],
    ['online on trial', null, 'online', 'trial', false, 50],
    ['online with one free app', null, 'online', 'one_app_free', false, 50],
    ['sh with a subscription', null, 'sh', 'subscription', false, 200],
    ['sh after restoring a backup', null, 'sh', 'subscription', true, 50],
    ['after restoring a backup, once the operator set it', 200, 'sh', 'subscription', true, 200],
    ['a limit of nothing is a limit', 0, 'online', 'subscription', false, 0],
  ])('%s', (_what, set, edition, plan, restored, limit) => {
    expect(dailyLimitOf({ set, edition, plan, restored })).toBe(limit);
  });

  it.each([
    [50, 39, 'fine'],
    [50, 40, 'near'],
    [50, 49, 'near'],
    [50, 50, 'reached'],
    [50, 51, 'reached'],
    [0, 0, 'reached'],
    [null, 1000, 'fine'],
  ] as const)('of %s mails %i used is %s', (limit, used, level) => {
    expect(dailyLimitLevel(limit, used)).toBe(level);
  });
});
