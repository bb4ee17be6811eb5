import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { countBoundEmails } from './store.ts';

/** Each answers one line a use, empty where there is none. Whatever binds mail to a server adds itself here. */
const uses: ((ctx: Ctx, serverId: number) => Promise<string[]>)[] = [waitingMails];

/**
 * A server in use is neither archived nor deleted: what uses it would fail later, one mail at a time.
 * @throws AppError `in_use` with the list of uses
 */
export async function assertServerUnused(ctx: Ctx, server: { id: number; name: string }): Promise<void> {
  const found = (await Promise.all(uses.map((use) => use(ctx, server.id)))).flat();
  if (found.length === 0) return;
  throw new AppError('in_use', `${server.name} is still used: ${found.join('; ')}. End these uses first.`);
}

async function waitingMails(ctx: Ctx, serverId: number): Promise<string[]> {
  const count = await countBoundEmails(ctx.db, serverId);
  return count > 0 ? [`${count} waiting ${count === 1 ? 'mail is' : 'mails are'} bound to it`] : [];
}
