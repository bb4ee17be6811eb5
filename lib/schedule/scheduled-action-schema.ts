import { z } from 'zod';
import { intervalUnits, runStatuses } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';

export const updateScheduledActionSchema = z.strictObject({
  active: z.boolean().optional(),
  intervalNumber: z
    .int('Write a whole number.')
    .min(1, 'At least 1.')
    .max(1000, 'At most 1000.')
    .optional()
    .meta({ example: 5 }),
  intervalUnit: z.enum(intervalUnits, `Choose one of: ${intervalUnits.join(', ')}.`).optional(),
  nextRunAt: z.coerce
    .date('Write a moment such as 2027-01-31T08:00:00Z.')
    .min(new Date('2000-01-01'), 'This lies too far back.')
    .max(new Date('2100-01-01'), 'This lies too far ahead.')
    .optional(),
  priority: z.int().min(0).max(1000).optional(),
});

export const scheduledActionItemSchema = z.object({
  id: z.int(),
  key: z.string(),
  name: z.string(),
  active: z.boolean(),
  intervalNumber: z.int(),
  intervalUnit: z.enum(intervalUnits),
  nextRunAt: z.date(),
  lastRunAt: z.date().nullable(),
  lastStatus: z.enum(runStatuses).nullable(),
  lastDurationMs: z.int().nullable(),
  priority: z.int(),
  failureCount: z.int().meta({ description: 'Failures in a row' }),
  firstFailureAt: z.date().nullable(),
  running: z.boolean(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

export const actionRunItemSchema = z.object({
  id: z.int(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
  status: z.enum(runStatuses).nullable(),
  done: z.int(),
  remaining: z.int(),
  log: z.string(),
  startedBy: z.string().meta({ description: 'clock, cron or manual' }),
});

/** What a run answers to who started it. */
export const runResultSchema = z.object({
  key: z.string(),
  status: z.enum(runStatuses),
  done: z.int(),
  remaining: z.int(),
  log: z.string(),
  ms: z.int(),
});

export type UpdateScheduledActionInput = z.input<typeof updateScheduledActionSchema>;
export type ScheduledActionItem = z.output<typeof scheduledActionItemSchema>;
export type ActionRunItem = z.output<typeof actionRunItemSchema>;
export type RunResult = z.output<typeof runResultSchema>;

export const scheduledActionListFields: ListFields = {
  sortable: ['name', 'nextRunAt', 'priority'],
  filterable: ['active', 'lastStatus', 'key'],
  defaultSort: 'name',
};

export const actionRunListFields: ListFields = {
  sortable: ['startedAt'],
  filterable: ['status', 'startedBy'],
  defaultSort: '-startedAt',
};
