import { and, eq, sql } from 'drizzle-orm';
import { contact } from '#drizzle/schema/contact.ts';
import { follower } from '#drizzle/schema/message.ts';
import type { Db } from '#lib/db/client.ts';

export interface FollowerItem {
  contactId: number;
  name: string;
  email: string | null;
  active: boolean;
  /** Null: no user. */
  userId: number | null;
  subtypes: string[];
  createdAt: Date;
}

/** The followers of a document in the order they began, or only one of them. */
export async function loadFollowers(
  db: Db,
  model: string,
  recordId: number,
  contactId?: number,
): Promise<FollowerItem[]> {
  return db
    .select({
      contactId: contact.id,
      name: contact.name,
      email: contact.email,
      active: contact.active,
      userId: sql<
        number | null
      >`(select min(u.id) from user_account u where u.contact_id = ${contact.id} and u.active)`,
      subtypes: follower.subtypes,
      createdAt: follower.createdAt,
    })
    .from(follower)
    .innerJoin(contact, eq(contact.id, follower.contactId))
    .where(
      and(
        eq(follower.model, model),
        eq(follower.recordId, recordId),
        contactId === undefined ? undefined : eq(follower.contactId, contactId),
      ),
    )
    .orderBy(follower.createdAt, contact.id);
}
