import { z } from 'zod';
import { taskStages } from '#lib/core/enumerations.ts';
import { caseFields, caseListFields } from '../case/case-fields.ts';
import { dateField, linkField } from '../document-fields.ts';

const fields = {
  ...caseFields(taskStages),
  deadline: dateField.meta({ description: 'Day it is to be done', example: '2026-05-31' }),
  assigneeIds: z
    .array(z.number().int().positive())
    .max(50, 'At most 50 people work on one task.')
    .optional()
    .meta({ description: 'Users who work on it; the owner is always among them' }),
  projectId: linkField.meta({ description: 'Project' }),
};

export const createTaskSchema = z.object(fields);
export const updateTaskSchema = z.object(fields).partial();

export const taskListFields = caseListFields('projectId', ['deadline']);
