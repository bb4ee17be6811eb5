import { sql } from 'drizzle-orm';
import { date, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { taskStages } from '../../lib/core/enumerations.ts';
import { caseColumns, caseSearchText, channelColumns } from './case-columns.ts';
import { oneOf } from './columns.ts';

/** Receives tasks through its alias. */
export const project = pgTable('project', channelColumns());

export const task = pgTable(
  'task',
  {
    ...caseColumns(),
    stage: text({ enum: taskStages }).notNull().default('new'),
    deadline: date({ mode: 'string' }),
    /** Users who work on it beside its owner. */
    assigneeIds: integer().array().notNull().default([]),
    projectId: integer().references(() => project.id),
    searchText: text().generatedAlwaysAs(sql.raw(caseSearchText)),
  },
  (t) => [
    index('task_stage_idx').on(t.companyId, t.stage, t.id),
    index('task_email_idx').on(t.emailNormalised),
    index('task_project_idx').on(t.projectId, t.id),
    oneOf('task_stage_check', t.stage, taskStages),
  ],
);
