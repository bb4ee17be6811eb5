import { recordAudit } from '#lib/audit/record-audit.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { parseAddress } from '#lib/mail/message/address.ts';
import { addEntry } from '#lib/mail/suppression/add-entry.ts';
import type { SuppressionItem } from '#lib/mail/suppression/suppression-schema.ts';
import { requireStoredMail } from './read-incoming-mail.ts';

/**
 * Makes all further mails of the sender of this one spam; what came before stays as it is. Administrators only.
 * @throws AppError `not_found`, `invalid` when the mail names no sender
 */
export async function blockSender(ctx: Ctx, id: number): Promise<SuppressionItem> {
  const row = await requireStoredMail(ctx, id);
  const address = parseAddress(row.fromAddress)?.address;
  if (!address) throw new AppError('invalid', 'This mail names no sender that could be blocked. Discard it instead.');
  return inTransaction(ctx, async (tx) => {
    const entry = await addEntry(tx, 'blocked-senders', { email: address, reason: `Blocked at incoming mail ${id}` });
    const note = { targetType: 'incoming-mail', targetId: id, after: { sender: address } };
    await recordAudit(tx, { action: 'incoming-mail.block-sender', ...note });
    return entry;
  });
}
