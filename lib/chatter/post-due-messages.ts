import { attachmentsOfMessages } from '#lib/attachments/attachments-of-messages.ts';
import { messageOf } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { follow } from '#lib/documents/follow.ts';
import { modelOf } from '#lib/documents/registry.ts';
import type { MessageRow } from './load-messages.ts';
import { publishMessage } from './publish-message.ts';
import { lockDueMessages, takeSequence, updateMessage } from './store.ts';

/** Messages posted in one run; the next run takes the rest. */
const batchSize = 50;

/**
 * Posts the scheduled messages whose hour has come, each in a transaction of its own, so that one that fails does not
 * hold back the others.
 * @returns how many were posted, whether more may be due, and which failed: those wait for the next run
 */
export async function postDueMessages(ctx: Ctx): Promise<{ done: number; remaining: boolean; failed: FailedPost[] }> {
  const failed: FailedPost[] = [];
  for (let tries = 0; tries < batchSize; tries += 1) {
    const found = await postNext(ctx, failed);
    if (!found) return { done: tries - failed.length, remaining: false, failed };
  }
  return { done: batchSize - failed.length, remaining: true, failed };
}

/** A message that could not be posted, and why. */
export interface FailedPost {
  id: number;
  reason: string;
}

async function postNext(ctx: Ctx, failed: FailedPost[]): Promise<boolean> {
  let id = 0;
  try {
    return await inTransaction(ctx, async (tx) => {
      const but = failed.map((one) => one.id);
      const [row] = await lockDueMessages(tx.db, tx.now(), 1, but);
      if (!row) return false;
      id = row.id;
      await postScheduled(tx, row);
      return true;
    });
  } catch (error) {
    if (id === 0) throw error;
    ctx.log.error({ err: error, messageId: id }, 'A scheduled message could not be posted');
    failed.push({ id, reason: messageOf(error) });
    return true;
  }
}

async function postScheduled(ctx: Ctx, row: MessageRow): Promise<void> {
  const { id } = row;
  const model = row.model ?? '';
  const recordId = row.recordId ?? 0;
  const facts = await modelOf(model).recordFacts(ctx, recordId);
  const sequence = await takeSequence(ctx.db, model, recordId);
  await updateMessage(ctx.db, id, { sequence, scheduledAt: null, createdAt: ctx.now() });
  const recipientIds = (row.recipients ?? []).flatMap(({ contactId }) => contactId ?? []);
  const newFollowers = row.internal ? [] : recipientIds;
  await follow(ctx, { model, recordId, contactIds: [row.authorContactId, ...newFollowers] });
  const attachments = (await attachmentsOfMessages(ctx, [id])).get(id) ?? [];
  await publishMessage(ctx, {
    message: { ...row, model, recordId },
    facts,
    explicitIds: recipientIds,
    attachmentIds: attachments.map((attachment) => attachment.id),
    incoming: [],
    alreadyAddressed: [],
    silent: false,
  });
}
