'use client';
import { FolderKanban } from 'lucide-react';
import { TextField } from '#components/form/text-field.tsx';
import { createTaskSchema } from '#lib/documents/task/task-schema.ts';
import { caseScreen } from './case-screen.tsx';
import { PeopleField } from './people-field.tsx';
import { textOf } from './screen.ts';

/** Tasks: pieces of work. */
export const taskScreen = caseScreen({
  model: 'task',
  path: '/project/tasks',
  title: 'Tasks',
  appLabel: 'Project',
  icon: FolderKanban,
  noun: { one: 'task', many: 'tasks' },
  about: 'Pieces of work. Mails to the address of a project become tasks by themselves.',
  stages: [
    { value: 'new', label: 'New', tone: 'info' },
    { value: 'in_progress', label: 'In progress' },
    { value: 'review', label: 'Review', tone: 'warning' },
    { value: 'done', label: 'Done', tone: 'success' },
    { value: 'cancelled', label: 'Cancelled', tone: 'neutral' },
  ],
  schema: createTaskSchema,
  words: {
    subject: 'Task',
    subjectNote: 'What is to be done, and by whom. Who works on it follows the task.',
    subjectExample: 'Choose the floor',
    owner: 'Assignee',
    sender: 'Asked by',
    descriptionLabel: 'Description',
    descriptionNote: 'What is to be done. Never sent.',
  },
  channel: { field: 'projectId', nameField: 'projectName', model: 'project', header: 'Project', label: 'Project' },
  columns: [
    {
      id: 'deadline',
      header: 'Deadline',
      cell: (row) => <span className="tabular-nums">{textOf(row, 'deadline')}</span>,
      sort: 'deadline',
      width: '7rem',
      hideOnPhone: true,
    },
  ],
  valuesOf: (item) => ({
    deadline: textOf(item, 'deadline'),
    assigneeIds: ((item?.assigneeIds ?? []) as number[]).filter((id) => id !== item?.ownerId),
  }),
  ownFields: ({ options }) => (
    <>
      <TextField name="deadline" label="Deadline" optional type="date" />
      <PeopleField name="assigneeIds" label="Also working on it" options={options} />
    </>
  ),
});
