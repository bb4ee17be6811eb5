import { expect, it } from 'vitest';
import { laneFor } from '#lib/mail/outgoing/queue/lanes.ts';

it.each([
  [1, 100, 'direct', 0],
  [99, 100, 'direct', 0],
  [100, 100, 'queued', 5],
  [150, 100, 'queued', 5],
  [1, 0, 'queued', 5],
  [1, 1, 'queued', 5],
])('puts %i mails made at once, with a limit of %i, into the %s lane', (mails, limit, _name, lane) => {
  expect(laneFor(mails, limit)).toBe(lane);
});
