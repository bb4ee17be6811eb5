import type { StepRow } from './evidence.ts';
import type { Violation } from './invariants.ts';
import type { Story } from './recipient-story.ts';

const final = ['sent', 'failed', 'unknown'];

/**
 * A claim raises the epoch; a verdict ends the claim it belongs to and is written by its holder. After the lease somebody
 * else may take the delivery over, and then writes no more than that it waits again or that its fate is unknown.
 */
export function checkFences({ delivery, steps }: Story, { clocksJumped }: { clocksJumped: boolean }): Violation[] {
  const rules = steps.flatMap((step, index) => {
    const before = steps[index - 1];
    if (step.new_state !== 'sending') return rulesOfVerdict(step, before);
    return step.old_state === 'sending' ? rulesOfTakeover(step, clocksJumped) : rulesOfClaim(step);
  });
  return rules.map((rule) => ({ rule, detail: { delivery, steps } }));
}

function rulesOfClaim(step: StepRow): string[] {
  const found: string[] = [];
  if (!['queued', 'deferred'].includes(step.old_state)) found.push('only what waits is claimed');
  if (step.new_epoch !== step.old_epoch + 1) found.push('a claim raises the epoch');
  return found;
}

function rulesOfTakeover(step: StepRow, clocksJumped: boolean): string[] {
  const found: string[] = [];
  if (step.new_epoch !== step.old_epoch + 1) found.push('who takes over raises the epoch');
  const expired = clocksJumped || (step.lease_until !== null && step.lease_until <= step.at);
  if (!expired) found.push('nobody takes over what another worker still holds');
  return found;
}

/** @param before the step that led to where this one begins: a claim or a takeover */
function rulesOfVerdict(step: StepRow, before: StepRow | undefined): string[] {
  const found: string[] = [];
  if (step.new_epoch !== step.old_epoch) found.push('a verdict leaves the epoch alone');
  if (final.includes(step.old_state)) found.push('what is settled stays');
  if (step.old_state !== 'sending' || before === undefined) found.push('a verdict ends a claim');
  if (step.worker !== before?.worker) found.push('only the holder of a lease writes its verdict');
  const tookOver = before?.old_state === 'sending';
  if (tookOver && (step.new_state === 'sent' || step.new_state === 'failed')) {
    found.push('who took over cannot know how it went');
  }
  if (step.new_state === 'unknown' && step.intent_at === null) found.push('what is unknown passed its intent');
  return found;
}
