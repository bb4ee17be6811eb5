import { openAlert } from '#lib/alerts/open-alert.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { shortIdentity } from './identity.ts';
import { ownIdentity } from './own-identity.ts';
import { adoptIdentity, selectCaptureSince, startCapture } from './store.ts';

export const copyAlert = 'database-copy';

/**
 * Asked at every start: does this database belong to this installation? One without identity (new, or of an earlier
 * version) is adopted. Of another installation it is a copy: from here on all processes on it keep their mail in the
 * sandbox and fetch none, until an administrator claims it. Any number of processes may ask at once.
 * @returns since when it captures; null: it sends
 */
export async function guardIdentity(ctx: Ctx): Promise<Date | null> {
  const identity = await ownIdentity(ctx);
  await inTransaction(ctx, async (tx) => {
    if (await adoptIdentity(tx.db, identity)) return;
    const original = await startCapture(tx.db, identity, tx.now());
    if (original !== null) await tell(tx, original, identity);
  });
  return selectCaptureSince(ctx.db);
}

async function tell(tx: Ctx, original: string, identity: string): Promise<void> {
  await recordAudit(tx, {
    action: 'instance.capture',
    targetType: 'instance',
    targetId: 1,
    before: { identity: shortIdentity(original) },
    after: { identity: shortIdentity(identity), capturing: true },
  });
  await openAlert(tx, {
    kind: copyAlert,
    key: 'all',
    severity: 'warning',
    title: 'This is a copy of a database: nothing leaves',
    detail:
      'The database was made by another installation, or restored. Its mail is kept in the sandbox and its mailboxes are not fetched, so that nothing is sent or taken twice. Claim the database when this installation takes over.',
    link: '/settings/captured-mail',
  });
}
