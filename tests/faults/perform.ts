import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { inTransaction } from '#lib/db/transaction.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import type { Run } from './play.ts';
import type { Incident, PlannedMail } from './programme.ts';

const mostTries = 300;

/** Writes the mails and deals the blows, each at its time; returns when the programme is over. */
export async function performProgramme(run: Run): Promise<void> {
  const { programme, time, sink } = run;
  const origin = time.now();
  sink.send({ origin });
  const onPostgres = oneAfterAnother();
  const mails = programme.mails.map(async (mail) => {
    await time.until(origin + mail.at);
    await post(run, mail);
  });
  const incidents = programme.incidents.map(async (incident) => {
    await time.until(origin + incident.at);
    await strike(run, incident, onPostgres);
  });
  await Promise.all([...mails, ...incidents, time.until(origin + programme.endsAt)]);
}

type Turns = (act: () => Promise<void>) => Promise<void>;

function oneAfterAnother(): Turns {
  let last: Promise<void> = Promise.resolve();
  return (act) => {
    last = last.then(act);
    return last;
  };
}

async function strike(run: Run, incident: Incident, onPostgres: Turns): Promise<void> {
  const { arena, workers, time } = run;
  if (incident.kind === 'kill-postgres' || incident.kind === 'kill-both') {
    const struck = incident.kind === 'kill-both' ? workers : [];
    return onPostgres(async () => {
      for (const worker of struck) worker.kill();
      await arena.killPostgres();
      await time.pause(incident.downFor);
      await arena.revivePostgres();
      await Promise.all(struck.map((worker) => worker.start()));
    });
  }
  if (incident.kind === 'cut-connections') return cutConnections(run);
  const worker = workers[incident.worker];
  if (!worker) return;
  if (incident.kind === 'jump-clock') return worker.setWrongBy(incident.by);
  if (incident.kind === 'freeze-worker') worker.freeze();
  else if (incident.kind === 'kill-worker') worker.kill();
  else await worker.stop();
  await time.pause(incident.downFor);
  if (incident.kind === 'freeze-worker') worker.thaw();
  else await worker.start();
}

async function cutConnections({ tryQuery }: Run): Promise<void> {
  const statement =
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
  // Where the database is away they are cut already.
  await tryQuery(statement);
}

/** Keeps a mail, as a user would who tries again while the database is away. What is kept already stays alone. */
async function post(run: Run, mail: PlannedMail): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await inTransaction(run.ctx, async (tx) => {
        const kept = await tx.db.execute(sql`select 1 from email where message_id = ${mail.messageId}`);
        if (kept.rows.length === 0) await enqueueEmail(tx, draftOf(mail, run.time.now()));
      });
    } catch (error) {
      if (tries === mostTries) throw error;
      await wait(50);
    }
  }
}

function draftOf({ messageId, lane, scheduledIn, recipients }: PlannedMail, now: number) {
  return {
    subject: 'Our offer',
    from: 'Anna <anna@mycompany.example>',
    to: 'Customers <customers@mycompany.example>',
    html: '<p>Hello, here is our offer.</p>',
    messageId,
    lane,
    scheduledAt: scheduledIn > 0 ? new Date(now + scheduledIn) : null,
    recipients,
  };
}
