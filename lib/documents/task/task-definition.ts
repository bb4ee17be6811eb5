import { taskStages } from '#lib/core/enumerations.ts';
import type { CaseValues } from '../case/case-model.ts';
import { defineCase } from '../case/define-case.ts';
import { taskTable } from './store.ts';
import { taskFromMail } from './task-from-mail.ts';
import { createTaskSchema, taskListFields, updateTaskSchema } from './task-schema.ts';

/** A piece of work; comes in by form or through the alias of a project. */
export const taskDefinition = defineCase({
  name: 'task',
  label: 'task',
  labelPlural: 'tasks',
  path: '/project/tasks',
  createSchema: createTaskSchema,
  updateSchema: updateTaskSchema,
  listFields: taskListFields,
  stages: taskStages,
  table: taskTable,
  channel: { field: 'projectId', model: 'project', label: 'project' },
  makesContact: true,
  derive: ownerFromAssignees,
  usersField: 'assigneeIds',
  extrasFromMail: taskFromMail,
});

/** Assignees given without an owner: the first of them is. */
function ownerFromAssignees(values: CaseValues): CaseValues {
  if (values.assigneeIds === undefined || values.ownerId !== undefined) return values;
  const [first] = values.assigneeIds as number[];
  return { ...values, ownerId: first ?? null };
}
