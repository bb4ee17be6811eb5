import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { type ReleaseInput, releaseDeliveries } from '#lib/mail/outgoing/queue/release-deliveries.ts';
import type { SelectedServer } from '#lib/mail/outgoing/select/select-server.ts';
import { groupCommit } from '#lib/mail/outgoing/transport/group-commit.ts';
import { loadOpenBreakers } from '#lib/mail/outgoing/verdict/load-breakers.ts';
import { announce } from '#lib/mail/outgoing/verdict/record-verdict.ts';
import { lockEmails, updateEmailStates } from '#lib/mail/outgoing/verdict/store.ts';

interface PutBackInput extends ReleaseInput {
  /** What was decided about the mail, to be kept with it. */
  selection?: SelectedServer;
  /** True: it waits for the breaker of `serverId`; where that has closed meanwhile it waits no longer. */
  untilBreakerCloses?: boolean;
}

interface PutBack extends PutBackInput {
  emailId: number;
}

const groups = new WeakMap<Db, (item: PutBack) => Promise<undefined>>();

/**
 * Puts claimed deliveries of one mail back untried, with a job for the moment they are due again. Deliveries that
 * somebody else claimed since are left to him. What a whole batch puts back at once shares one transaction.
 */
export function putBack(ctx: Ctx, emailId: number, input: PutBackInput): Promise<void> {
  const known = groups.get(ctx.db);
  const put = known ?? groupCommit((items: PutBack[]) => putAllBack(ctx, items));
  if (!known) groups.set(ctx.db, put);
  return put({ ...input, emailId });
}

async function putAllBack(ctx: Ctx, items: PutBack[]): Promise<undefined[]> {
  await inTransaction(ctx, async (tx) => {
    const ids = [...new Set(items.map(({ emailId }) => emailId))];
    const mails = await lockEmails(tx.db, ids);
    const fates = [...Map.groupBy(await withoutClosedBreakers(tx, items), sameFate).values()].map(asOne);
    const counts = await releaseDeliveries(tx, fates);
    const released = fates.filter((_, index) => counts[index]);
    // One job wakes all: whoever does it looks for whatever is due.
    for (const { emailId, dueAt } of released) await tx.jobs.send(tx.db, 'send-email', { emailId }, dueAt);
    if (released.length === 0) return;
    const decided = items.flatMap(({ emailId, selection }) => (selection ? [[emailId, selection] as const] : []));
    await updateEmailStates(tx.db, ids, tx.now(), new Map(decided));
    await announce(tx, mails);
  });
  return items.map(() => undefined);
}

/** A server that came back a moment ago woke what waited then; what comes too late for that must not wait till the next probe. */
async function withoutClosedBreakers(ctx: Ctx, items: PutBack[]): Promise<PutBack[]> {
  const waitedFor = items.flatMap((item) => (item.untilBreakerCloses && item.serverId !== null ? item.serverId : []));
  if (waitedFor.length === 0) return items;
  const open = await loadOpenBreakers(ctx.db, [...new Set(waitedFor)]);
  return items.map((item) =>
    item.untilBreakerCloses && !open.has(item.serverId ?? 0) ? { ...item, dueAt: ctx.now(), reason: null } : item,
  );
}

/** What is put back alike, in one statement. */
function asOne(alike: PutBack[]): PutBack {
  const [first] = alike as [PutBack];
  return { ...first, held: alike.flatMap(({ held }) => held) };
}

function sameFate({ dueAt, serverId, reason, untried }: PutBack): string {
  return JSON.stringify([dueAt, serverId, reason, untried]);
}
