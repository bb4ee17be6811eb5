import type { ContactPolicy } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import type { DocumentItem } from '../document-definition.ts';
import type { ChannelModel } from './channel-model.ts';

interface AliasChange {
  /** Undefined: as it is; null: no address. */
  localPart: string | null | undefined;
  contactPolicy: ContactPolicy | undefined;
}

/** Gives a channel its address; mails to it become cases of it. Does nothing when neither part is to change. */
export async function saveChannelAlias(
  ctx: Ctx,
  { name, cases }: ChannelModel,
  channel: { id: number; companyId: number | null },
  change: AliasChange,
): Promise<void> {
  if (change.localPart === undefined && change.contactPolicy === undefined) return;
  await setOwnerAlias(ctx, {
    ownerModel: name,
    ownerId: channel.id,
    companyId: channel.companyId,
    model: cases.model,
    defaults: { [cases.field]: channel.id },
    ...change,
  });
}

/** The item with `aliasAddress`, the whole address mails are sent to; null where the channel has none. */
export async function withAliasAddress(ctx: Ctx, item: DocumentItem): Promise<DocumentItem> {
  const { aliasDomainName, ...shown } = item;
  if (!shown.aliasLocalPart) return { ...shown, aliasAddress: null };
  const domain = aliasDomainName ?? (await loadAliasDomain(ctx, item.companyId))?.name;
  return { ...shown, aliasAddress: domain ? `${shown.aliasLocalPart}@${domain}` : null };
}
