import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { isDocumentModel, modelOf } from '#lib/documents/registry.ts';
import { deleteFollower } from './store.ts';
import { readUnfollowToken, type UnfollowClaim } from './unfollow-link.ts';

/**
 * What the page behind an unfollow link shows before anything is changed.
 * @throws AppError `not_found` for a link that is not ours
 */
export async function readUnfollowLink(ctx: Ctx, token: string): Promise<{ recordName: string; label: string }> {
  const claim = claimOf(ctx, token);
  const { recordName, label } = await documentOf(ctx, claim);
  return { recordName, label };
}

/**
 * Stops the mails of one document for the person the link was sent to.
 * @throws AppError `not_found` for a link that is not ours
 */
export async function unfollowByLink(ctx: Ctx, token: string): Promise<{ recordName: string }> {
  const claim = claimOf(ctx, token);
  const { recordName } = await documentOf(ctx, claim);
  await deleteFollower(ctx.db, claim.model, claim.recordId, claim.contactId);
  await publishEvent(ctx.db, { topic: 'thread', model: claim.model, recordId: claim.recordId });
  return { recordName };
}

function claimOf(ctx: Ctx, token: string): UnfollowClaim {
  const claim = readUnfollowToken(ctx.env.appSecret, token, ctx.now());
  if (claim && isDocumentModel(claim.model)) return claim;
  throw new AppError('not_found', 'This link is not complete. Open it from the mail again, without changing it.');
}

async function documentOf(ctx: Ctx, claim: UnfollowClaim) {
  const definition = modelOf(claim.model);
  const facts = await definition.recordFacts(ctx, claim.recordId);
  return { recordName: facts.exists ? facts.name : 'a document that was deleted', label: definition.label };
}
