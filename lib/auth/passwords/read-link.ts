import { findLinkOwner, type LinkKind } from '#lib/auth/store.ts';
import { sha256 } from '#lib/core/crypto.ts';
import type { Ctx } from '#lib/db/context.ts';

/** Whose link this is; null when it was used, has expired, or never was. */
export async function readLink(
  ctx: Ctx,
  token: string,
  kind: LinkKind,
): Promise<{ name: string; email: string } | null> {
  const owner = await findLinkOwner(ctx.db, sha256(token), kind, ctx.now());
  return owner && { name: owner.name, email: owner.email };
}
