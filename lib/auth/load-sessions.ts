import { and, desc, eq, gt } from 'drizzle-orm';
import { session } from '#drizzle/schema/session.ts';
import type { Db } from '#lib/db/client.ts';

export interface SessionRow {
  tokenHash: string;
  createdAt: Date;
  lastSeenAt: Date;
  userAgent: string | null;
  ipAddress: string | null;
}

/** The browsers a user is signed in with, the last one seen first; at most 50. */
export function loadSessions(db: Db, userId: number, now: Date): Promise<SessionRow[]> {
  return db
    .select({
      tokenHash: session.tokenHash,
      createdAt: session.createdAt,
      lastSeenAt: session.lastSeenAt,
      userAgent: session.userAgent,
      ipAddress: session.ipAddress,
    })
    .from(session)
    .where(and(eq(session.userId, userId), gt(session.expiresAt, now)))
    .orderBy(desc(session.lastSeenAt))
    .limit(50);
}
