/**
 * The queues and what one job of each carries. Rows are the truth, jobs are hints: a job names a row, and the
 * worker looks at the row to see whether anything is left to do.
 */
export interface QueueData {
  'send-email': { emailId: number };
  'receive-mail': { incomingMailId: number };
}

export type QueueName = keyof QueueData;

export const queueNames: QueueName[] = ['send-email', 'receive-mail'];
