import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { countBoundEmails } from './store.ts';

/** Something that would fail without its server. */
export interface ServerUse {
  /** What it is, e.g. `emails`: the path of the entry in the refusal. */
  kind: string;
  /** How many there are, in a few words that follow "is still used:". */
  words: string;
}

/** Each answers its uses of a server, none where there are none. Whatever binds mail to a server adds itself here. */
const uses: ((ctx: Ctx, serverId: number) => Promise<ServerUse[]>)[] = [waitingMails];

/**
 * A server in use is neither archived nor deleted: what uses it would fail later, one mail at a time.
 * @throws AppError `in_use` with the list of uses, each also as an entry of `errors`
 */
export async function assertServerUnused(ctx: Ctx, server: { id: number; name: string }): Promise<void> {
  const found = (await Promise.all(uses.map((use) => use(ctx, server.id)))).flat();
  if (found.length === 0) return;
  const list = found.map(({ words }) => words).join('; ');
  throw new AppError('in_use', `${server.name} is still used: ${list}. End these uses first.`, {
    details: { errors: found.map(({ kind, words }) => ({ path: kind, message: words })) },
  });
}

async function waitingMails(ctx: Ctx, serverId: number): Promise<ServerUse[]> {
  const count = await countBoundEmails(ctx.db, serverId);
  if (count === 0) return [];
  return [{ kind: 'emails', words: `${count} waiting ${count === 1 ? 'mail is' : 'mails are'} bound to it` }];
}
