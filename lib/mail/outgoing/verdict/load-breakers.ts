import { and, asc, eq, inArray } from 'drizzle-orm';
import { outgoingServerBreaker } from '#drizzle/schema/outgoing-server.ts';
import type { Db } from '#lib/db/client.ts';
import { type Breaker, closedBreaker } from '#lib/mail/outgoing/verdict/breaker.ts';

/** The breakers of all servers that ever failed, by server id (0: the default server). */
export async function loadBreakers(db: Db): Promise<Map<number, Breaker>> {
  const rows = await db.select().from(outgoingServerBreaker);
  return new Map(rows.map(({ serverId, updatedAt: _updatedAt, ...breaker }) => [serverId, breaker]));
}

/** Which of these are open. Whoever closes one meanwhile waits for the caller's transaction. */
export async function loadOpenBreakers(db: Db, serverIds: number[]): Promise<Set<number>> {
  const rows = await db
    .select({ serverId: outgoingServerBreaker.serverId, state: outgoingServerBreaker.state })
    .from(outgoingServerBreaker)
    .where(inArray(outgoingServerBreaker.serverId, serverIds))
    .orderBy(asc(outgoingServerBreaker.serverId))
    .for('share');
  return new Set(rows.flatMap((row) => (row.state === 'open' ? row.serverId : [])));
}

/** One breaker, locked until the transaction ends. */
export async function loadBreakerLocked(db: Db, serverId: number): Promise<Breaker> {
  await db.insert(outgoingServerBreaker).values({ serverId }).onConflictDoNothing();
  const [row] = await db
    .select()
    .from(outgoingServerBreaker)
    .where(eq(outgoingServerBreaker.serverId, serverId))
    .for('update');
  if (!row) return closedBreaker;
  const { serverId: _serverId, updatedAt: _updatedAt, ...breaker } = row;
  return breaker;
}

/** Writes a breaker. */
export async function saveBreaker(db: Db, serverId: number, breaker: Breaker, now: Date): Promise<void> {
  await db
    .update(outgoingServerBreaker)
    .set({ ...breaker, updatedAt: now })
    .where(eq(outgoingServerBreaker.serverId, serverId));
}

/** Takes the probe that is due: of any number of workers one gets it. */
export async function takeProbe(db: Db, serverId: number, seen: Breaker, next: Breaker, now: Date): Promise<boolean> {
  if (!seen.nextProbeAt) return true;
  const taken = await db
    .update(outgoingServerBreaker)
    .set({ nextProbeAt: next.nextProbeAt, probes: next.probes, updatedAt: now })
    .where(
      and(
        eq(outgoingServerBreaker.serverId, serverId),
        eq(outgoingServerBreaker.state, 'open'),
        eq(outgoingServerBreaker.nextProbeAt, seen.nextProbeAt),
      ),
    )
    .returning({ serverId: outgoingServerBreaker.serverId });
  return taken.length > 0;
}
