import type { StepRow } from './evidence.ts';
import type { Violation } from './invariants.ts';
import type { Story } from './recipient-story.ts';

const final = ['sent', 'failed', 'unknown'];

/** A claim raises the epoch, a verdict belongs to the claim it ends, and only its holder writes it. */
export function checkFences({ delivery, steps }: Story, { clocksJumped }: { clocksJumped: boolean }): Violation[] {
  const rules = steps.flatMap((step, index) => {
    const holder = steps.slice(0, index).findLast(isClaim)?.worker ?? '';
    return isClaim(step) ? rulesOfClaim(step) : rulesOfVerdict(step, holder, clocksJumped);
  });
  return rules.map((rule) => ({ rule, detail: { delivery, steps } }));
}

function isClaim(step: StepRow): boolean {
  return step.new_state === 'sending';
}

function rulesOfClaim(step: StepRow): string[] {
  const found: string[] = [];
  if (!['queued', 'deferred'].includes(step.old_state)) found.push('only what waits is claimed');
  if (step.new_epoch !== step.old_epoch + 1) found.push('a claim raises the epoch');
  return found;
}

function rulesOfVerdict(step: StepRow, holder: string, clocksJumped: boolean): string[] {
  const found: string[] = [];
  if (step.new_epoch !== step.old_epoch) found.push('a verdict leaves the epoch alone');
  if (final.includes(step.old_state)) found.push('what is settled stays');
  if (step.old_state !== 'sending') found.push('a verdict ends a claim');
  if (step.worker === holder) return found;
  // Somebody else: only to take over, after the lease, and without claiming to know what happened.
  const expired = clocksJumped || (step.lease_until !== null && step.lease_until <= step.at);
  if (!expired) found.push('nobody takes over what another worker still holds');
  if (step.new_state === 'sent' || step.new_state === 'failed')
    found.push('only the holder of a lease writes its verdict');
  if (step.new_state === 'unknown' && step.intent_at === null) found.push('what is unknown passed its intent');
  return found;
}
