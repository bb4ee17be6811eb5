import { z } from 'zod';
import { requireSignedIn } from '#lib/auth/permissions.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { markRead } from './store.ts';

export const markInboxReadSchema = z.object({
  ids: z.array(z.number().int().positive()).max(1000).nullish().meta({ description: 'Left out: all of them' }),
});

/** Marks entries of the actor's own Inbox as read; answers how many. */
export async function markInboxRead(
  ctx: Ctx,
  input: z.input<typeof markInboxReadSchema> = {},
): Promise<{ read: number }> {
  requireSignedIn(ctx.actor);
  const { ids } = parseInput(markInboxReadSchema, input);
  const { contactId, userId } = ctx.actor;
  if (contactId === null) return { read: 0 };
  const read = await markRead(ctx.db, contactId, ids ?? null, ctx.now());
  if (userId !== null) await publishEvent(ctx.db, { topic: 'inbox', userId });
  return { read };
}
