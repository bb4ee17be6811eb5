import type { Ctx } from '#lib/db/context.ts';
import { parseAddress } from '#lib/mail/message/address.ts';
import { noRecord, type RecordFacts } from '../document-definition.ts';
import { selectFollowerIds, selectUserContactId } from '../store.ts';
import type { CaseModel } from './case-model.ts';
import { selectCase } from './store.ts';

/** What mail and chatter need to know of a case; without any check of who asks. */
export async function caseFacts(ctx: Ctx, model: CaseModel, id: number): Promise<RecordFacts> {
  const item = await selectCase(ctx.db, model.table, id, null);
  if (!item) return noRecord;
  const ownerId = item.ownerId as number | null;
  const channelId = item[model.channel.field] as number | null;
  return {
    exists: true,
    name: item.name,
    companyId: item.companyId,
    primaryEmail: item.emailNormalised as string | null,
    primaryName: (item.contactName ??
      item.linkedContactName ??
      (parseAddress(item.emailFrom as string | null)?.name || null)) as string | null,
    primaryContactId: item.contactId as number | null,
    emailCc: item.emailCc as string | null,
    ownerId,
    ownerContactId: await selectUserContactId(ctx.db, ownerId),
    followerContactIds: await selectFollowerIds(ctx.db, model.name, id),
    aliasOwner: channelId ? { model: model.channel.model, recordId: channelId } : null,
  };
}
