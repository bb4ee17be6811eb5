import type { AttemptRow, DeliveryRow, Evidence, StepRow } from './evidence.ts';
import type { SinkEvent } from './sink-log.ts';

/** Everything both sides know about one delivery. Every recipient of a run has an address of his own. */
export interface Story {
  delivery: DeliveryRow;
  attempts: AttemptRow[];
  steps: StepRow[];
  /** What the sink says it did with this recipient. */
  events: SinkEvent[];
  accepted: Extract<SinkEvent, { kind: 'accepted' }>[];
  /** Attempts whose outcome the product does not know. */
  unknowns: number;
}

/** One story a delivery. */
export function tellStories(evidence: Evidence): Story[] {
  const attempts = Map.groupBy(evidence.attempts, (row) => row.delivery_id);
  const steps = Map.groupBy(evidence.steps, (row) => row.delivery_id);
  const events = new Map<string, SinkEvent[]>();
  for (const event of evidence.sink) {
    for (const recipient of event.recipients) events.set(recipient, [...(events.get(recipient) ?? []), event]);
  }
  return evidence.deliveries.map((delivery) => {
    const seen = events.get(delivery.recipient) ?? [];
    const tried = attempts.get(delivery.id) ?? [];
    return {
      delivery,
      attempts: tried,
      steps: steps.get(delivery.id) ?? [],
      events: seen,
      accepted: seen.filter((event) => event.kind === 'accepted'),
      unknowns: tried.filter((attempt) => attempt.result === 'unknown').length,
    };
  });
}
