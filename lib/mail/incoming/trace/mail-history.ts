import type { AuditItem } from '#lib/audit/audit-schema.ts';
import type { SenderAuthentication } from '#lib/core/sender-authentication.ts';
import type { TraceLine } from '#lib/core/trace.ts';

/** What happened to a stored mail, one line of its timeline. */
export interface MailEvent {
  kind:
    | 'received'
    | 'stored'
    | 'authenticated'
    | 'processed'
    | 'answered'
    | 'replayed'
    | 'assigned'
    | 'created'
    | 'discarded'
    | 'blocked';
  /** Null where the moment was not kept: a later run took its place. */
  at: Date | null;
  /** Who did it; null: the rules. */
  by: string | null;
  /** Of a processing: the outcome. Of an answer: the kind and to whom. Otherwise null. */
  detail: string | null;
}

interface HistoryFacts {
  receivedAt: Date;
  createdAt: Date;
  processedAt: Date | null;
  outcome: string | null;
  authentication: SenderAuthentication | null;
  trace: readonly TraceLine[];
}

const byHand: Record<string, MailEvent['kind']> = {
  'incoming-mail.replay': 'replayed',
  'incoming-mail.assign': 'assigned',
  'incoming-mail.create': 'created',
  'incoming-mail.discard': 'discarded',
  'incoming-mail.block-sender': 'blocked',
};

/**
 * The life of a mail from its row and what people did to it, oldest first. The row knows its last processing only; the
 * outcome of an earlier one is what the act that followed it found.
 */
export function mailHistory(mail: HistoryFacts, acts: readonly AuditItem[]): MailEvent[] {
  const steps = acts.flatMap((act) => {
    const kind = byHand[act.action];
    return kind ? [{ kind, act }] : [];
  });
  const changes = steps.filter(({ kind }) => kind !== 'blocked');
  const found = changes.map(({ act }) => outcomeBefore(act));
  const events: MailEvent[] = [
    { kind: 'received', at: mail.receivedAt, by: null, detail: null },
    { kind: 'stored', at: mail.createdAt, by: null, detail: null },
  ];
  if (mail.authentication) events.push({ kind: 'authenticated', at: null, by: null, detail: null });
  const runs = (outcome: string | null | undefined, isLast: boolean) => {
    if (!outcome) return;
    const at = isLast ? mail.processedAt : null;
    events.push({ kind: 'processed', at, by: null, detail: outcome });
    if (isLast) events.push(...answers(mail, at));
  };
  runs(changes.length === 0 ? mail.outcome : found[0], changes.length === 0);
  let change = 0;
  for (const { kind, act } of steps) {
    events.push({ kind, at: act.createdAt, by: act.userName ?? actorWords(act.actorKind), detail: null });
    if (kind === 'blocked') continue;
    change += 1;
    const isLast = change === changes.length;
    if (kind === 'replayed') runs(isLast ? mail.outcome : found[change], isLast);
  }
  return events;
}

function outcomeBefore({ before }: AuditItem): string | null {
  return typeof before?.outcome === 'string' ? before.outcome : null;
}

/** What was sent back automatically in the last run. */
function answers({ trace }: HistoryFacts, at: Date | null): MailEvent[] {
  return trace
    .filter(({ rule, matched }) => rule === 'automatic answer' && matched)
    .map(({ detail }) => ({ kind: 'answered', at, by: null, detail }));
}

function actorWords(kind: string): string {
  return kind === 'api_key' ? 'an API key' : 'the system';
}
