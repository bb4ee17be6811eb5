import { readFileSync } from 'node:fs';
import type { Run } from './play.ts';
import type { Programme } from './programme.ts';
import { readSinkLog, type SinkEvent } from './sink-log.ts';

export interface DeliveryRow {
  id: number;
  email_id: number;
  recipient: string;
  state: string;
  stage: string | null;
  lane: number;
  attempts: number;
  lease_epoch: number;
  smtp_reply: string | null;
  reason: string | null;
  intent_at: Date | null;
  message_id: string;
}

export interface AttemptRow {
  delivery_id: number;
  stage: string;
  result: string;
  smtp_reply: string | null;
  reason: string | null;
  finished_at: Date;
}

/** One step of a delivery, as the database saw it. */
export interface StepRow {
  at: Date;
  worker: string;
  delivery_id: number;
  old_state: string;
  new_state: string;
  old_epoch: number;
  new_epoch: number;
  lease_until: Date | null;
  intent_at: Date | null;
}

export interface EmailRow {
  id: number;
  message_id: string;
  state: string;
}

/** What a run left behind: the product's own books, the database's record of steps, and the sink's log. */
export interface Evidence {
  programme: Programme;
  settled: boolean;
  deliveries: DeliveryRow[];
  attempts: AttemptRow[];
  steps: StepRow[];
  emails: EmailRow[];
  sink: SinkEvent[];
  unasked: string[];
  /** Transactions that PostgreSQL ended because they waited for each other, since it was last started. */
  deadlocks: number;
  /** What the workers logged as faults. */
  said: string[];
}

/** Gathers it. */
export async function readEvidence(
  run: Run,
  { settled, folder }: { settled: boolean; folder: string },
): Promise<Evidence> {
  const { programme, query, sink, unasked } = run;
  const [counted] = await query<{ deadlocks: number }>(
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  );
  return {
    programme,
    settled,
    deliveries: await query<DeliveryRow>(
      'select d.*, e.message_id from delivery d join email e on e.id = d.email_id order by d.id',
    ),
    attempts: await query<AttemptRow>('select * from delivery_attempt order by id'),
    steps: await query<StepRow>('select * from faults.step order by id'),
    emails: await query<EmailRow>('select id, message_id, state from email order by id'),
    sink: readSinkLog(sink.logFile),
    unasked,
    deadlocks: counted?.deadlocks ?? 0,
    said: run.workers.flatMap((_, number) => linesOf(`${folder}/worker${number}.log`)),
  };
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}
