import { and, asc, eq, exists, inArray, sql } from 'drizzle-orm';
import { contact } from '#drizzle/schema/contact.ts';
import { project, task } from '#drizzle/schema/task.ts';
import { userAccount, userCompany } from '#drizzle/schema/user-account.ts';
import { taskStages } from '#lib/core/enumerations.ts';
import type { Db } from '#lib/db/client.ts';
import type { CaseTable } from '../case/store.ts';
import type { ChannelTable } from '../channel/store.ts';

/** The owner first, each once. */
const everyAssignee = sql<number[]>`array_remove(array_prepend(${task.ownerId},
  array_remove(${task.assigneeIds}, ${task.ownerId})), null)`;

const assigneeNames = sql<string[]>`array(select u.name from user_account u
  where u.id = ${task.ownerId} or u.id = any(${task.assigneeIds}) order by u.name, u.id)`;

export const taskTable: CaseTable = {
  table: task,
  stages: taskStages,
  channel: { table: project, key: task.projectId, field: 'projectId', nameField: 'projectName' },
  own: {
    deadline: task.deadline,
    assigneeIds: everyAssignee.as('every_assignee'),
    assigneeNames: assigneeNames.as('assignee_names'),
  },
  sortable: { deadline: sql`coalesce(${task.deadline}, '9999-12-31'::date)` },
};

export const projectTable: ChannelTable = {
  table: project,
  cases: { table: task, key: task.projectId, openField: 'openTasks', closedStages: ['done', 'cancelled'] },
};

export interface Colleague {
  userId: number;
  contactId: number;
  /** Normalised. */
  email: string;
}

/** Active users of a company with one of these normalised addresses, the oldest first. */
export async function selectColleagues(db: Db, emails: string[], companyId: number): Promise<Colleague[]> {
  if (emails.length === 0) return [];
  const ofCompany = db
    .select({ one: sql`1` })
    .from(userCompany)
    .where(and(eq(userCompany.userId, userAccount.id), eq(userCompany.companyId, companyId)));
  return db
    .select({ userId: userAccount.id, contactId: contact.id, email: sql<string>`${contact.emailNormalised}` })
    .from(userAccount)
    .innerJoin(contact, eq(contact.id, userAccount.contactId))
    .where(and(inArray(contact.emailNormalised, emails), eq(userAccount.active, true), exists(ofCompany)))
    .orderBy(asc(userAccount.id))
    .limit(50);
}
