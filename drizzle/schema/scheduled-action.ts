import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { intervalUnits, runStatuses } from '../../lib/core/enumerations.ts';
import { id, moment, oneOf, timestamps } from './columns.ts';

/** What runs by the clock. The code behind a key stands in `lib/schedule/actions.ts`. */
export const scheduledAction = pgTable(
  'scheduled_action',
  {
    id: id(),
    key: text().notNull().unique(),
    name: text().notNull(),
    active: boolean().notNull().default(true),
    intervalNumber: integer().notNull(),
    intervalUnit: text({ enum: intervalUnits }).notNull(),
    nextRunAt: moment().notNull(),
    lastRunAt: moment(),
    lastStatus: text({ enum: runStatuses }),
    lastDurationMs: integer(),
    priority: integer().notNull().default(5),
    failureCount: integer().notNull().default(0),
    firstFailureAt: moment(),
    /** Somebody runs it until then. */
    leaseUntil: moment(),
    ...timestamps,
  },
  (t) => [
    index('scheduled_action_due_idx').on(t.nextRunAt),
    oneOf('scheduled_action_unit_check', t.intervalUnit, intervalUnits),
  ],
);

export const scheduledActionRun = pgTable(
  'scheduled_action_run',
  {
    id: id(),
    actionId: integer()
      .notNull()
      .references(() => scheduledAction.id, { onDelete: 'cascade' }),
    startedAt: moment().notNull(),
    finishedAt: moment(),
    status: text({ enum: runStatuses }),
    done: integer().notNull().default(0),
    remaining: integer().notNull().default(0),
    log: text().notNull().default(''),
    /** `clock`, `manual` or `cron`. */
    startedBy: text().notNull(),
  },
  (t) => [index('scheduled_action_run_action_idx').on(t.actionId, t.id)],
);
