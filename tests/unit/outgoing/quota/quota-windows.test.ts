import { describe, expect, it } from 'vitest';
import { stillCounts, windowAt, windowsHeld } from '#lib/mail/outgoing/quota/quota-windows.ts';

const at = (text: string) => new Date(`2026-11-${text}Z`);
const own = 7;

describe('the window a moment lies in', () => {
  it.each([
    ['the first moment of a minute', own, 'minute', '22T10:04:00.000', '22T10:04:00', '22T10:05:00'],
    ['the last moment of a minute', own, 'minute', '22T10:04:59.999', '22T10:04:00', '22T10:05:00'],
    ['midnight begins a day of an own server', own, 'day', '23T00:00:00.000', '23T00:00:00', '24T00:00:00'],
    ['23:00 is nothing special for an own server', own, 'day', '22T23:00:00.000', '22T00:00:00', '23T00:00:00'],
    ['23:00 begins a day of the default server', 0, 'day', '22T23:00:00.000', '22T23:00:00', '23T23:00:00'],
    ['a moment before is the day before', 0, 'day', '22T22:59:59.999', '21T23:00:00', '22T23:00:00'],
    ['midnight is nothing special for the default server', 0, 'day', '23T00:00:00.000', '22T23:00:00', '23T23:00:00'],
  ] as const)('%s', (_what, serverId, unit, moment, start, end) => {
    const found = windowAt(serverId, unit, at(moment));
    expect([found.start, found.end]).toEqual([at(`${start}.000`), at(`${end}.000`)]);
  });
});

describe('the windows a place counts in', () => {
  const held = (serverId: number, moment: string) =>
    windowsHeld(serverId, at(moment)).map(({ unit, start }) => `${unit} ${start.toISOString().slice(8, 16)}`);

  it.each([
    ['in the middle of a minute: that minute and day', '22T10:04:30', ['day 22T00:00', 'minute 22T10:04']],
    [
      'shortly before its end: the next minute too',
      '22T10:04:58',
      ['day 22T00:00', 'minute 22T10:04', 'minute 22T10:05'],
    ],
    [
      'shortly before midnight: both days and both minutes',
      '22T23:59:58',
      ['day 22T00:00', 'day 23T00:00', 'minute 22T23:59', 'minute 23T00:00'],
    ],
  ])('%s', (_what, moment, windows) => {
    expect(held(own, moment)).toEqual(windows);
  });

  it('belongs to one day with the default server, also at 22:59:59', () => {
    expect(held(0, '22T22:59:59')).toEqual(['day 21T23:00']);
  });
});

describe('a place taken earlier', () => {
  it.each([
    ['counts in its own minute', '22T10:04:10', '22T10:04:50', true],
    ['does not count once the dot may arrive in the next minute', '22T10:04:10', '22T10:04:58', false],
    ['does not count in the next minute', '22T10:04:10', '22T10:05:01', false],
    ['counts in the next minute when it was taken at the edge', '22T10:04:58', '22T10:05:40', true],
    ['does not count in the minute after that', '22T10:04:58', '22T10:06:00', false],
    ['does not count after midnight', '22T23:58:10', '23T00:00:10', false],
  ])('%s', (_what, taken, leaves, counts) => {
    expect(stillCounts(own, at(taken), at(leaves), 3000)).toBe(counts);
  });
});
