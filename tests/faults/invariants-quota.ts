import type { Evidence } from './evidence.ts';
import type { Violation } from './invariants.ts';

const minute = 60_000;

/** In no minute the sink takes more than the server's limit. */
export function checkQuota({ programme, sink }: Evidence): Violation[] {
  const limit = programme.perMinuteLimit;
  if (limit === null) return [];
  const accepted = sink.filter((event) => event.kind === 'accepted');
  const minutes = Map.groupBy(accepted, (event) => Math.floor(event.at / minute));
  return [...minutes].flatMap(([start, events]) => {
    const taken = events.reduce((sum, event) => sum + event.recipients.length, 0);
    if (taken <= limit) return [];
    return [{ rule: 'no minute holds more than the limit', detail: { at: new Date(start * minute), limit, taken } }];
  });
}
