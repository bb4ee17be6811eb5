import { attachmentsOfMessages } from '#lib/attachments/attachments-of-messages.ts';
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
 * @returns how many were posted, and whether more may be due
 */
export async function postDueMessages(ctx: Ctx): Promise<{ done: number; remaining: boolean }> {
  let done = 0;
  while (done < batchSize && (await postNext(ctx))) done += 1;
  return { done, remaining: done === batchSize };
}

function postNext(ctx: Ctx): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await lockDueMessages(tx.db, tx.now(), 1);
    if (!row) return false;
    await postScheduled(tx, row);
    return true;
  });
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
