import type { Ctx } from '#lib/db/context.ts';
import { parseAddress } from '#lib/mail/message/address.ts';
import { noRecord, type RecordFacts } from '../document-definition.ts';
import type { CaseModel } from './case-model.ts';
import { selectCaseFacts } from './store.ts';

/** What mail and chatter need to know of a case; without any check of who asks. */
export async function caseFacts(ctx: Ctx, model: CaseModel, id: number): Promise<RecordFacts> {
  const found = await selectCaseFacts(ctx.db, model.table, model.name, id);
  if (!found) return noRecord;
  const { name, companyId, emailCc, ownerId, ownerContactId, followerContactIds, channelId } = found;
  return {
    exists: true,
    ...{ name, companyId, emailCc, ownerId, ownerContactId, followerContactIds },
    primaryEmail: found.emailNormalised,
    primaryName: found.contactName ?? (parseAddress(found.emailFrom)?.name || null),
    primaryContactId: found.contactId,
    aliasOwner: channelId ? { model: model.channel.model, recordId: channelId } : null,
  };
}
