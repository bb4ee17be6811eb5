import type { Clock } from '#lib/core/clock.ts';
import type { UserRole } from '#lib/core/enumerations.ts';
import type { Env } from '#lib/core/env.ts';
import type { Logger } from '#lib/core/log.ts';
import type { Db } from './client.ts';

/** On whose behalf a verb runs. */
export interface Actor {
  kind: 'user' | 'api_key' | 'system' | 'anonymous';
  userId: number | null;
  contactId: number | null;
  name: string;
  email: string | null;
  role: UserRole;
  /** Companies whose documents the actor sees; the first is the default for new ones. Empty for system: all. */
  companyIds: number[];
  /** Of an API key; `['*']` otherwise. */
  scopes: string[];
}

/** Hands jobs to the workers, inside the caller's transaction. */
export interface JobSender {
  /** @param startAfter not before this moment; left out: at once */
  send(db: Db, queue: string, data: object, startAfter?: Date): Promise<void>;
  /** Many jobs in one statement. */
  sendMany(db: Db, queue: string, jobs: { data: object; startAfter?: Date }[]): Promise<void>;
}

/** What every verb gets first. */
export interface Ctx {
  actor: Actor;
  db: Db;
  now: Clock;
  log: Logger;
  env: Env;
  jobs: JobSender;
}

/** The product itself: gateway, queue, clock. May do everything. */
export const systemActor: Actor = {
  kind: 'system',
  userId: null,
  contactId: null,
  name: 'System',
  email: null,
  role: 'administrator',
  companyIds: [],
  scopes: ['*'],
};

/** Somebody who has not signed in. */
export const anonymousActor: Actor = { ...systemActor, kind: 'anonymous', name: 'Anonymous', role: 'user', scopes: [] };
