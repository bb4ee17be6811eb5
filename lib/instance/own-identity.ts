import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Env } from '#lib/core/env.ts';
import type { Ctx } from '#lib/db/context.ts';
import { makeIdentity } from './identity.ts';
import { readMachineId } from './machine-id.ts';
import { selectDatabaseFacts } from './store.ts';

/** Which installation this process belongs to, from what its database and its machine say. Not inside a transaction. */
export async function ownIdentity(ctx: Ctx): Promise<string> {
  const facts = await selectDatabaseFacts(ctx.db);
  return makeIdentity(ctx.env.appSecret, { ...facts, place: placeOf(ctx.env) });
}

function placeOf({ embeddedDatabase, dataDir }: Env): { dataDir: string; machineId: string } | null {
  return embeddedDatabase ? { dataDir: realPath(resolve(dataDir)), machineId: readMachineId() } : null;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // not made yet: it will be made under this very name
  }
}
