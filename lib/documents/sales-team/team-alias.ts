import type { ContactPolicy } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import type { DocumentItem } from '../document-definition.ts';

export interface TeamAliasChange {
  /** Undefined: as it is; null: no address. */
  localPart: string | null | undefined;
  contactPolicy: ContactPolicy | undefined;
}

/** Gives a team its address; mails to it become leads of the team. Does nothing when neither part is to change. */
export async function saveTeamAlias(
  ctx: Ctx,
  teamId: number,
  change: TeamAliasChange,
  before?: DocumentItem,
): Promise<void> {
  if (change.localPart === undefined && change.contactPolicy === undefined) return;
  const localPart = change.localPart === undefined ? ((before?.aliasLocalPart as string) ?? null) : change.localPart;
  const policy = change.contactPolicy ?? ((before?.aliasContactPolicy as ContactPolicy) || 'everyone');
  if (localPart === null && before?.aliasLocalPart == null) return;
  await writeAlias(ctx, teamId, localPart, policy);
}

/** Takes a team's address away. */
export async function clearTeamAlias(ctx: Ctx, teamId: number): Promise<void> {
  await writeAlias(ctx, teamId, null, 'everyone');
}

/** The item with `aliasAddress`, the whole address mails are sent to; null where the team has none. */
export async function withAliasAddress(ctx: Ctx, item: DocumentItem): Promise<DocumentItem> {
  const { aliasDomainName, ...shown } = item;
  if (!shown.aliasLocalPart) return { ...shown, aliasAddress: null };
  const domain = aliasDomainName ?? (await loadAliasDomain(ctx, item.companyId))?.name;
  return { ...shown, aliasAddress: domain ? `${shown.aliasLocalPart}@${domain}` : null };
}

async function writeAlias(ctx: Ctx, teamId: number, localPart: string | null, contactPolicy: ContactPolicy) {
  const { setOwnerAlias } = await import('#lib/mail/aliases/set-owner-alias.ts');
  await setOwnerAlias(ctx, {
    ownerModel: 'sales_team',
    ownerId: teamId,
    localPart,
    contactPolicy,
    model: 'lead',
    defaults: { teamId },
  });
}
