import { recordAudit } from '#lib/audit/record-audit.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { sanitizeComposerHtml } from '#lib/mail/message/sanitize-html.ts';
import { type Preferences, readPreferences } from './read-preferences.ts';
import { renameUserContact, updateUserRow } from './store.ts';
import { type PreferencesInput, preferencesSchema } from './user-schema.ts';

/** Changes what users decide about themselves: notification, time zone, signature, name, developer mode. */
export async function updatePreferences(ctx: Ctx, input: PreferencesInput): Promise<Preferences> {
  const before = await readPreferences(ctx);
  const values = parseInput(preferencesSchema, input);
  const change = values.signature ? { ...values, signature: sanitizeComposerHtml(values.signature) } : values;
  await inTransaction(ctx, async (tx) => {
    const updatedAt = tx.now();
    await updateUserRow(tx.db, before.id, { ...change, updatedAt });
    if (change.name) await renameUserContact(tx.db, before.contactId, { name: change.name, updatedAt });
    await recordAudit(tx, { action: 'user.preferences', targetType: 'user', targetId: before.id, after: change });
  });
  return readPreferences(ctx);
}
