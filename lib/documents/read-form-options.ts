import { companyScope, requireSignedIn } from '#lib/auth/permissions.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import { loadOwners } from './load-owners.ts';

/** What the form and the list of a document offer to choose from. */
export interface FormOptions {
  /** Users who may look after a document, by name. */
  owners: { id: number; name: string }[];
  /** What stands after the @ of the company's addresses; null while there is no email domain. */
  aliasDomain: string | null;
}

/** @param companyId of the document; null for the actor's first company */
export async function readFormOptions(ctx: Ctx, companyId: number | null): Promise<FormOptions> {
  requireSignedIn(ctx.actor);
  const domain = await loadAliasDomain(ctx, companyId ?? ctx.actor.companyIds[0] ?? null);
  return { owners: await loadOwners(ctx.db, companyScope(ctx.actor)), aliasDomain: domain?.name ?? null };
}
