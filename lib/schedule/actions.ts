import { mailAlerts } from '#lib/alerts/mail-alerts.ts';
import { tellAuthors } from '#lib/chatter/notices/tell-authors.ts';
import { postDueMessages } from '#lib/chatter/post-due-messages.ts';
import type { IntervalUnit } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { fetchDueServers } from '#lib/mail/incoming/fetch/fetch-due-servers.ts';
import { processUnprocessedMails } from '#lib/mail/incoming/process-unprocessed-mails.ts';
import { requeueLostDeliveries } from '#lib/mail/outgoing/queue/requeue-lost-deliveries.ts';
import { settleQuotas } from '#lib/mail/outgoing/quota/settle-quotas.ts';
import { watchGrants } from '#lib/mail/servers/oauth/watch-grants.ts';
import { cleanUp } from './clean-up.ts';
import { removeUnusedFiles } from './remove-unused-files.ts';

/** What one go of an action did. */
export interface ActionOutcome {
  done: number;
  /** Known to be left for another go. */
  remaining: number;
  /** Lines for the console. */
  log: string;
}

export interface ScheduledAction {
  key: string;
  name: string;
  /** The interval it is installed with; administrators may change it. */
  intervalNumber: number;
  intervalUnit: IntervalUnit;
  /** Lower first. */
  priority: number;
  /** Does a bounded piece of work and returns soon after `signal` is aborted. */
  run(ctx: Ctx, signal: AbortSignal): Promise<ActionOutcome>;
}

/** Everything that runs by the clock. */
export const scheduledActions: readonly ScheduledAction[] = [
  {
    key: 'email-queue-manager',
    name: 'Mail: Email Queue Manager',
    intervalNumber: 1,
    intervalUnit: 'minutes',
    priority: 1,
    run: requeueLostDeliveries,
  },
  {
    key: 'process-incoming-mails',
    name: 'Mail: Process stored incoming mails',
    intervalNumber: 1,
    intervalUnit: 'minutes',
    priority: 2,
    run: processUnprocessedMails,
  },
  {
    key: 'post-scheduled-messages',
    name: 'Mail: Post scheduled messages',
    intervalNumber: 1,
    intervalUnit: 'minutes',
    priority: 3,
    run: postScheduledMessages,
  },
  {
    key: 'delivery-notices',
    name: 'Mail: Tell authors of late and failed mail',
    intervalNumber: 1,
    intervalUnit: 'minutes',
    priority: 4,
    run: tellAuthors,
  },
  {
    key: 'alert-mails',
    name: 'Mail: Mail alerts to administrators',
    intervalNumber: 1,
    intervalUnit: 'minutes',
    priority: 4,
    run: mailAlerts,
  },
  {
    key: 'mail-quotas',
    name: 'Mail: Quotas and daily limit',
    intervalNumber: 1,
    intervalUnit: 'minutes',
    priority: 4,
    run: settleQuotas,
  },
  {
    key: 'fetchmail-service',
    name: 'Mail: Fetchmail Service',
    intervalNumber: 5,
    intervalUnit: 'minutes',
    priority: 5,
    run: fetchDueServers,
  },
  {
    key: 'mail-account-watch',
    name: 'Mail: Keep connected accounts signed in',
    intervalNumber: 1,
    intervalUnit: 'hours',
    priority: 8,
    run: watchGrants,
  },
  {
    key: 'remove-unused-files',
    name: 'Remove stored files that nothing uses',
    intervalNumber: 1,
    intervalUnit: 'days',
    priority: 9,
    run: removeUnusedFiles,
  },
  { key: 'clean-up', name: 'Clean up', intervalNumber: 1, intervalUnit: 'hours', priority: 9, run: cleanUp },
];

async function postScheduledMessages(ctx: Ctx): Promise<ActionOutcome> {
  const { done, remaining, failed } = await postDueMessages(ctx);
  const lines = failed.map(({ id, reason }) => `Message ${id} could not be posted: ${reason}`);
  if (done > 0) lines.unshift(`${done} posted.`);
  return { done, remaining: remaining ? 1 : 0, log: lines.join('\n') || 'Nothing is due.' };
}
