import type { ContactPolicy } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { deleteOwnerAlias } from '#lib/mail/aliases/delete-owner-alias.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import type { DocumentItem } from '../document-definition.ts';

export interface TeamAliasChange {
  /** Undefined: as it is; null: no address. */
  localPart: string | null | undefined;
  contactPolicy: ContactPolicy | undefined;
}

/** Gives a team its address; mails to it become leads of the team. Does nothing when neither part is to change. */
export async function saveTeamAlias(
  ctx: Ctx,
  team: { id: number; companyId: number | null },
  change: TeamAliasChange,
): Promise<void> {
  if (change.localPart === undefined && change.contactPolicy === undefined) return;
  await setOwnerAlias(ctx, {
    ownerModel: 'sales_team',
    ownerId: team.id,
    companyId: team.companyId,
    model: 'lead',
    defaults: { teamId: team.id },
    ...change,
  });
}

/** Takes the address of a team that is being deleted away: mails to it are quarantined from then on. */
export function deleteTeamAlias(ctx: Ctx, teamId: number): Promise<void> {
  return deleteOwnerAlias(ctx, { ownerModel: 'sales_team', ownerId: teamId });
}

/** The item with `aliasAddress`, the whole address mails are sent to; null where the team has none. */
export async function withAliasAddress(ctx: Ctx, item: DocumentItem): Promise<DocumentItem> {
  const { aliasDomainName, ...shown } = item;
  if (!shown.aliasLocalPart) return { ...shown, aliasAddress: null };
  const domain = aliasDomainName ?? (await loadAliasDomain(ctx, item.companyId))?.name;
  return { ...shown, aliasAddress: domain ? `${shown.aliasLocalPart}@${domain}` : null };
}
