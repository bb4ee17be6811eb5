import { describe, expect, it } from 'vitest';
import { instantOf, wallTimeOf } from '../../../app/(console)/technical/scheduled-actions/wall-time.ts';

const cases: [zone: string, wall: string, instant: string][] = [
  ['Asia/Kathmandu', '2026-11-22T20:15', '2026-11-22T14:30:00.000Z'],
  ['America/New_York', '2026-07-01T08:00', '2026-07-01T12:00:00.000Z'],
  ['Europe/Brussels', '2027-01-31T08:00', '2027-01-31T07:00:00.000Z'],
  ['Europe/Brussels', '2026-10-25T12:00', '2026-10-25T11:00:00.000Z'],
  ['UTC', '2026-12-31T23:59', '2026-12-31T23:59:00.000Z'],
];

describe('the next run, typed in the time zone of who types it', () => {
  it.each(cases)('in %s the clock shows %s at %s', (zone, wall, instant) => {
    expect(instantOf(wall, zone)?.toISOString()).toBe(instant);
    expect(wallTimeOf(new Date(instant), zone)).toBe(wall);
  });

  it('reads nothing from a text that is no time', () => {
    expect(instantOf('', 'UTC')).toBeNull();
    expect(instantOf('tomorrow', 'UTC')).toBeNull();
    expect(instantOf('2026-13-40T99:99', 'UTC')).toBeNull();
  });

  it('reads a time the clock jumps over as one right before or after the jump', () => {
    const read = instantOf('2026-03-29T02:30', 'Europe/Brussels');
    expect(['2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z']).toContain(read?.toISOString());
  });
});
