import type { Job, PgBoss } from 'pg-boss';
import { settleAll } from '#lib/core/settle-all.ts';
import type { Ctx } from '#lib/db/context.ts';
import { processIncomingMail } from '#lib/mail/incoming/receive.ts';
import type { Drain } from '#lib/mail/outgoing/drain.ts';
import type { Drains } from '#lib/mail/outgoing/send.ts';
import { claimFurtherJobs } from './claim-further-jobs.ts';
import type { QueueData } from './queues.ts';

/** Those of a batch; more of them held in memory cost more than they save. */
const receivedJobs = 32;
/** Beyond these a worker takes the jobs of mail by the thousand. */
const fetchedJobs = 20;
const furtherJobs = 1000;
/** A job that takes longer than two minutes counts as lost. */
const mostTurns = 20;

const polling = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 };

/**
 * Says what each queue runs. Jobs are hints: what they name is looked at again before anything is done.
 * @param contexts `receiver` prepares its statements, which who takes from queues must not: see {@link openDb}
 */
export async function workQueues(
  boss: PgBoss,
  { sender, receiver }: { sender: Ctx; receiver: Ctx },
  { direct, queued }: Drains,
): Promise<void> {
  await boss.work(
    'send-email',
    { ...polling, batchSize: fetchedJobs, localConcurrency: 2, burstWhenBatchFull: true },
    async (jobs: Job<QueueData['send-email']>[]) => {
      // Not waited for: a mailing on a slow server must not keep the jobs of direct mail from being taken.
      queued.look().catch(() => undefined);
      await direct.look(jobs.map((job) => job.data.emailId));
      if (jobs.length === fetchedJobs) await takeFurther(sender, direct);
    },
  );
  await boss.work(
    'receive-mail',
    { ...polling, batchSize: receivedJobs, burstWhenBatchFull: true },
    async (jobs: Job<QueueData['receive-mail']>[]) => {
      await settleAll(jobs.map(({ data }) => processIncomingMail(receiver, data.incomingMailId)));
    },
  );
}

/** Mails whose jobs were taken are due, and a drain looks for what is due: the names only say which go first. */
async function takeFurther(ctx: Ctx, direct: Drain): Promise<void> {
  for (let turn = 0; turn < mostTurns; turn++) {
    const further = await claimFurtherJobs(ctx.db, 'send-email', furtherJobs);
    if (further.length === 0) return;
    await direct.look(further.map(({ emailId }) => emailId));
  }
}
