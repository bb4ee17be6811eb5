import { sql } from 'drizzle-orm';
import { type AnyPgColumn, check, customType, integer, timestamp } from 'drizzle-orm/pg-core';

/** Integer primary key counted by the database. */
export const id = () => integer().primaryKey().generatedAlwaysAsIdentity();

/** A moment, to the millisecond, in UTC. */
export const moment = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });

/** `createdAt` and `updatedAt`, set by the database at insert; verbs set `updatedAt` on change. */
export const timestamps = {
  createdAt: moment().notNull().defaultNow(),
  updatedAt: moment().notNull().defaultNow(),
};

/** Bytes. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** A CHECK that a column holds one of a closed list of words. */
export function oneOf(name: string, column: AnyPgColumn, values: readonly string[]) {
  return check(name, sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`);
}
