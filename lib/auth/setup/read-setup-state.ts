import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isOutsideLoopback } from '#lib/process/announce.ts';
import { hasUser, loadInstance } from './store.ts';

/** What the set-up page needs to know. */
export interface SetupState {
  isSetUp: boolean;
  /** Visitors may come from other machines: the one-time code printed at start is asked for. */
  needsCode: boolean;
}

/** Whether somebody can sign in already. */
export function isSetUp(db: Db): Promise<boolean> {
  return hasUser(db);
}

/** Where the set-up stands. */
export async function readSetupState(ctx: Ctx): Promise<SetupState> {
  return { isSetUp: await hasUser(ctx.db), needsCode: isOutsideLoopback(ctx.env) };
}

/** The one-time code to print at start; null once a user exists. */
export async function readSetupCode(ctx: Ctx): Promise<string | null> {
  if (await hasUser(ctx.db)) return null;
  return (await loadInstance(ctx.db))?.setupCode ?? null;
}
