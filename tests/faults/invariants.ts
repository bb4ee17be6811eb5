import type { Evidence } from './evidence.ts';
import { checkAttempts } from './invariants-attempts.ts';
import { checkFences } from './invariants-fences.ts';
import { checkQuota } from './invariants-quota.ts';
import { type Story, tellStories } from './recipient-story.ts';

export interface Violation {
  rule: string;
  /** What belongs to it: rows and events, for the report. */
  detail: unknown;
}

/** Holds the sink's log and the database of a run against what must be true after any faults. */
export function checkInvariants(evidence: Evidence): Violation[] {
  const stories = tellStories(evidence);
  const clocksJumped = evidence.programme.incidents.some(({ kind }) => kind === 'jump-clock');
  return [
    ...checkNothingLost(evidence),
    ...checkEmailStates(evidence),
    ...checkQuota(evidence),
    ...stories.flatMap((story) => [
      ...checkTruth(story),
      ...checkCopies(story),
      ...checkAttempts(story, evidence.sink),
      ...checkFences(story, { clocksJumped }),
    ]),
    ...(evidence.deadlocks > 0 ? [{ rule: 'no workers wait for each other', detail: evidence.deadlocks }] : []),
    ...evidence.unasked.map((what) => ({ rule: 'a worker survives what happens to its database', detail: what })),
  ];
}

function checkNothingLost({ programme, deliveries, settled }: Evidence): Violation[] {
  const planned = programme.mails.flatMap((mail) => mail.recipients.map(({ email }) => `${mail.messageId} ${email}`));
  const kept = deliveries.map((row) => `${row.message_id} ${row.recipient}`);
  const found: Violation[] = [];
  if (planned.toSorted().join() !== kept.toSorted().join()) {
    found.push({ rule: 'every mail that was queued is there, once', detail: { planned, kept } });
  }
  const open = deliveries.filter(({ state }) => !['sent', 'failed', 'unknown'].includes(state));
  if (!settled || open.length > 0) {
    found.push({ rule: 'every delivery comes to an end once the sink is well', detail: open });
  }
  return found;
}

/** What the row says is what the sink did. */
function checkTruth({ delivery, attempts, steps, events, accepted, unknowns }: Story): Violation[] {
  const wrong = (rule: string): Violation[] => [{ rule, detail: { delivery, attempts, steps, events } }];
  const { state, lane } = delivery;
  if (state === 'sent' && accepted.length === 0) return wrong('what is sent was taken by the sink');
  const refused = events.some((event) => event.kind === 'refused' && event.reply.startsWith('5'));
  if (state === 'failed' && !refused) return wrong('what failed was refused for good by the sink');
  if (state === 'unknown' && delivery.intent_at === null) return wrong('what is unknown passed its intent');
  const allowed = lane === 0 ? 2 : 1;
  if (unknowns > allowed) return wrong('a mail of unknown fate is repeated once at most, bulk mail never');
  if (state === 'unknown' && unknowns < allowed) return wrong('a personal mail of unknown fate is repeated once');
  if (accepted.length > 0 && state !== 'sent' && unknowns === 0) return wrong('what the sink took is sent or unknown');
  return [];
}

/** Every copy at the sink is one the product has confirmed or marked unknown, and all are the same mail. */
function checkCopies({ delivery, attempts, steps, events, accepted, unknowns }: Story): Violation[] {
  const detail = { delivery, attempts, steps, events };
  const confirmed = delivery.state === 'sent' ? 1 : 0;
  const found: Violation[] = [];
  if (accepted.length > unknowns + confirmed)
    found.push({ rule: 'a second copy is one of an unknown attempt', detail });
  if (accepted.some(({ messageId }) => messageId !== delivery.message_id)) {
    found.push({ rule: 'all attempts carry one Message-ID', detail });
  }
  return found;
}

/** The state of a mail follows from its deliveries. */
function checkEmailStates({ emails, deliveries }: Evidence): Violation[] {
  return emails.flatMap((email) => {
    const states = deliveries.filter((row) => row.email_id === email.id).map((row) => row.state);
    const expected = states.some((state) => state === 'failed' || state === 'unknown') ? 'failed' : 'sent';
    return email.state === expected ? [] : [{ rule: 'the state of a mail follows', detail: { email, states } }];
  });
}
