import { describe, expect, it } from 'vitest';
import { explainQuota } from '#lib/mail/outgoing/quota/explain-quota.ts';
import { type Quota, windowAt } from '#lib/mail/outgoing/quota/quota-windows.ts';
import { placesFor, sharePlaces } from '#lib/mail/outgoing/quota/share-places.ts';
import { type Line, standInLine } from '#lib/mail/outgoing/quota/stand-in-line.ts';

const now = new Date('2026-11-22T10:04:30Z');
const quota = (perMinute: number | null, perDay: number | null, serverId = 7): Quota => ({
  serverId,
  serverName: 'Server B',
  perMinute,
  perDay,
});

describe('what bulk leaves to people', () => {
  it.each([
    [120, 108],
    [100, 90],
    [10, 9],
    [9, 9],
    [1, 1],
  ])('of %i places bulk may fill %i', (limit, bulk) => {
    expect(placesFor(quota(limit, null), 'minute', 10)).toBe(bulk);
    expect(placesFor(quota(limit, null), 'minute', 0)).toBe(limit);
  });

  it('is nothing of the daily limit of the default server', () => {
    expect(placesFor(quota(null, 50, 0), 'day', 10)).toBe(50);
  });
});

describe('sharing places', () => {
  const share = (limits: Quota, used: [minute: number, day: number], lanes: number[]) => {
    const windows = (['minute', 'day'] as const).map((unit, index) => ({
      ...windowAt(7, unit, now),
      used: used[index] ?? 0,
    }));
    const items = lanes.map((lane, index) => ({ lane, name: `${index}` }));
    const { granted, denied } = sharePlaces(limits, windows, items);
    return [granted.map(({ name }) => name).join(''), denied.map(({ item, blockedBy }) => item.name + blockedBy.unit)];
  };

  it.each([
    ['enough for all', quota(10, null), [0, 0], [0, 0, 10], ['012', []]],
    ['the first ones get what is left', quota(10, null), [8, 0], [0, 0, 0], ['01', ['2minute']]],
    ['bulk stops a tenth earlier, people go on', quota(10, null), [8, 0], [0, 10, 0], ['02', ['1minute']]],
    ['the day is full', quota(null, 5), [0, 5], [0], ['', ['0day']]],
    ['both are full: the day decides', quota(3, 5), [3, 5], [0], ['', ['0day']]],
    ['a lowered limit gives nothing back and nothing more', quota(3, null), [7, 0], [0], ['', ['0minute']]],
  ] as const)('%s', (_what, limits, used, lanes, expected) => {
    expect(share(limits, [...used], [...lanes])).toEqual(expected);
  });
});

describe('the line of waiting mail', () => {
  const leaves = (limits: Quota, count: number, earliest: string, lane = 0) => {
    let line: Line | null = null;
    const moments: string[] = [];
    for (let n = 0; n < count; n++) {
      line = standInLine(limits, lane, line, new Date(earliest));
      moments.push(line.at.toISOString().slice(8, 16));
    }
    return moments;
  };

  it('fills one minute after the other', () => {
    const minutes = leaves(quota(2, null), 5, '2026-11-22T10:05:00Z');
    expect(minutes).toEqual(['22T10:05', '22T10:05', '22T10:06', '22T10:06', '22T10:07']);
  });

  it('goes on the next day where the day is full', () => {
    const moments = leaves(quota(2, 3), 5, '2026-11-22T23:55:00Z');
    expect(moments).toEqual(['22T23:55', '22T23:55', '22T23:56', '23T00:00', '23T00:00']);
  });

  it('counts the day anew where minutes lead over midnight', () => {
    const moments = leaves(quota(1, 2), 4, '2026-11-22T23:59:00Z');
    expect(moments).toEqual(['22T23:59', '23T00:00', '23T00:01', '24T00:00']);
  });

  it('is no longer than half an hour: who stands further back is looked at again then', () => {
    expect(leaves(quota(1, null), 40, '2026-11-22T10:05:00Z').slice(29)).toEqual([
      '22T10:34',
      ...Array.from({ length: 10 }, () => '22T10:35'),
    ]);
  });

  it('begins anew once its end is past', () => {
    const old = { at: new Date('2026-11-22T09:00:00Z'), inMinute: 1, inDay: 9 };
    const next = new Date('2026-11-22T10:05:00Z');
    expect(standInLine(quota(2, null), 0, old, next)).toEqual({ at: next, inMinute: 1, inDay: 1 });
  });
});

describe('the reason in words', () => {
  it.each([
    ['minute', 0, '2026-11-22T10:05:00Z', 'Server B takes 1 200 mails a minute; this one leaves at 10:05 UTC.'],
    [
      'minute',
      10,
      '2026-11-22T10:06:00Z',
      'Server B takes 1 200 mails a minute, 1 080 of them for mailings; this one leaves at 10:06 UTC.',
    ],
    ['day', 0, '2026-11-23T00:00:00Z', 'Server B takes 5 mails a day; this one leaves on 23 November at 00:00 UTC.'],
  ] as const)('of a full %s in lane %i', (unit, lane, leavesAt, words) => {
    expect(explainQuota(quota(1200, 5), unit, lane, new Date(leavesAt), now)).toBe(words);
  });
});
