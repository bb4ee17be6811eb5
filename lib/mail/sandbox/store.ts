import { sandboxMessage } from '#drizzle/schema/sandbox-message.ts';
import type { Db } from '#lib/db/client.ts';

/** Keeps what the sandbox took; answers its id. */
export async function insertSandboxMessage(db: Db, values: typeof sandboxMessage.$inferInsert): Promise<number> {
  const [row] = await db.insert(sandboxMessage).values(values).returning({ id: sandboxMessage.id });
  return (row as { id: number }).id;
}
