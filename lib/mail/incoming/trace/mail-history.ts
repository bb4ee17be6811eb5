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
  /** The document it led to; null: to none, or an earlier run that is not kept. */
  record: { model: string; recordId: number } | null;
}

interface HistoryFacts {
  receivedAt: Date;
  createdAt: Date;
  processedAt: Date | null;
  outcome: string | null;
  authentication: SenderAuthentication | null;
  trace: readonly TraceLine[];
  routes: readonly { model: string | null; recordId: number | null }[];
}

const nothingMore = { by: null, detail: null, record: null };

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
    { kind: 'received', at: mail.receivedAt, ...nothingMore },
    { kind: 'stored', at: mail.createdAt, ...nothingMore },
  ];
  if (mail.authentication) events.push({ kind: 'authenticated', at: null, ...nothingMore });
  const runs = (outcome: string | null | undefined, isLast: boolean) => {
    if (!outcome) return;
    const at = isLast ? mail.processedAt : null;
    const record = isLast ? recordOf(mail.routes.find(({ recordId }) => recordId !== null)) : null;
    events.push({ kind: 'processed', at, by: null, detail: outcome, record });
    if (isLast) events.push(...answers(mail, at));
  };
  runs(changes.length === 0 ? mail.outcome : found[0], changes.length === 0);
  let change = 0;
  for (const { kind, act } of steps) {
    const by = act.userName ?? actorWords(act.actorKind);
    events.push({ kind, at: act.createdAt, by, detail: null, record: recordOf(act.after) });
    if (kind === 'blocked') continue;
    change += 1;
    const isLast = change === changes.length;
    if (kind === 'replayed') runs(isLast ? mail.outcome : found[change], isLast);
  }
  return events;
}

/** The document that a route, or the audited result of an act, names. */
function recordOf(found: { model?: unknown; recordId?: unknown } | null | undefined): MailEvent['record'] {
  const { model, recordId } = found ?? {};
  return typeof model === 'string' && typeof recordId === 'number' ? { model, recordId } : null;
}

function outcomeBefore({ before }: AuditItem): string | null {
  return typeof before?.outcome === 'string' ? before.outcome : null;
}

/** What was sent back automatically in the last run. */
function answers({ trace }: HistoryFacts, at: Date | null): MailEvent[] {
  return trace
    .filter(({ rule, matched }) => rule === 'automatic answer' && matched)
    .map(({ detail }) => ({ kind: 'answered', at, by: null, detail, record: null }));
}

function actorWords(kind: string): string {
  return kind === 'api_key' ? 'an API key' : 'the system';
}
