import type { Job, PgBoss } from 'pg-boss';
import type { Ctx } from '#lib/db/context.ts';
import { processIncomingMail } from '#lib/mail/incoming/receive.ts';
import type { Drains } from '#lib/mail/outgoing/send.ts';
import type { QueueData } from './queues.ts';

const polling = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 };

/** Says what each queue runs. Jobs are hints: what they name is looked at again before anything is done. */
export async function workQueues(boss: PgBoss, ctx: Ctx, { direct, queued }: Drains): Promise<void> {
  await boss.work(
    'send-email',
    { ...polling, batchSize: 500, localConcurrency: 2, burstWhenBatchFull: true },
    async (jobs: Job<QueueData['send-email']>[]) => {
      // Not waited for: a mailing on a slow server must not keep the jobs of direct mail from being taken.
      queued.look().catch(() => undefined);
      await direct.look(jobs.map((job) => job.data.emailId));
    },
  );
  await boss.work('receive-mail', { ...polling, batchSize: 20 }, async (jobs: Job<QueueData['receive-mail']>[]) => {
    for (const job of jobs) await processIncomingMail(ctx, job.data.incomingMailId);
  });
}
