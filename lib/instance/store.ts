import { and, count, eq, gte, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import { instance } from '#drizzle/schema/instance.ts';
import { sandboxMessage } from '#drizzle/schema/sandbox-message.ts';
import type { Db } from '#lib/db/client.ts';
import { sqlStateOf } from '#lib/db/postgres-errors.ts';

/** The row that says what this database is, without its secrets. */
export interface InstanceFacts {
  identity: string | null;
  captureSince: Date | null;
  claimedAt: Date | null;
}

const facts = { identity: instance.identity, captureSince: instance.captureSince, claimedAt: instance.claimedAt };

/** @param lock makes others wait who also want to claim */
export async function selectInstance(db: Db, lock = false): Promise<InstanceFacts | null> {
  const query = db.select(facts).from(instance).where(eq(instance.id, 1));
  const [row] = lock ? await query.for('update') : await query;
  return row ?? null;
}

/** Since when this database captures its mail; null: it sends. */
export async function selectCaptureSince(db: Db): Promise<Date | null> {
  const [row] = await db.select({ since: instance.captureSince }).from(instance);
  return row?.since ?? null;
}

/** What the database says of itself. Our table is never made anew by a migration: its number is part of the identity. */
export async function selectDatabaseFacts(
  db: Db,
): Promise<{ systemIdentifier: string | null; database: string; objects: string }> {
  const { rows } = await db.execute<{ name: string; objects: string }>(sql`
    select current_database() as name,
      (select oid from pg_database where datname = current_database()) || ' ' || ${'instance'}::regclass::oid as objects`);
  const [row] = rows as [{ name: string; objects: string }];
  return { systemIdentifier: await selectSystemIdentifier(db), database: row.name, objects: row.objects };
}

/** Insufficient privilege, no such function (servers that only speak PostgreSQL), not supported. */
const withheld = ['42501', '42883', '0A000'];

async function selectSystemIdentifier(db: Db): Promise<string | null> {
  try {
    const { rows } = await db.execute<{ id: string }>(
      sql`select system_identifier::text as id from pg_control_system()`,
    );
    return rows[0]?.id ?? null;
  } catch (error) {
    if (withheld.includes(sqlStateOf(error) ?? '')) return null;
    throw error;
  }
}

/** Gives a database that has none its identity. Of several processes one does it. */
export async function adoptIdentity(db: Db, identity: string): Promise<boolean> {
  const rows = await db
    .update(instance)
    .set({ identity })
    .where(and(eq(instance.id, 1), isNull(instance.identity)))
    .returning({ id: instance.id });
  return rows.length > 0;
}

/**
 * Makes every process on a database of another identity capture. Of several processes one does it.
 * @returns the identity the database belongs to, or null where nothing was to be done
 */
export async function startCapture(db: Db, identity: string, now: Date): Promise<string | null> {
  const rows = await db
    .update(instance)
    .set({ captureSince: now })
    .where(and(eq(instance.id, 1), ne(instance.identity, identity), isNull(instance.captureSince)))
    .returning({ identity: instance.identity });
  return rows[0]?.identity ?? null;
}

/** The database belongs to this installation from now on, and sends. */
export async function endCapture(db: Db, identity: string, by: number | null, now: Date): Promise<void> {
  await db
    .update(instance)
    .set({ identity, captureSince: null, claimedAt: now, claimedBy: by })
    .where(eq(instance.id, 1));
}

/** Mails the sandbox took in place of a server. */
export async function countCaptured(db: Db, since: Date | null): Promise<number> {
  const captured = isNotNull(sandboxMessage.capturedServerName);
  const [row] = await db
    .select({ count: count() })
    .from(sandboxMessage)
    .where(and(captured, since ? gte(sandboxMessage.createdAt, since) : isNull(sandboxMessage.releasedAt)));
  return row?.count ?? 0;
}
