import { defineChannel } from '../channel/define-channel.ts';
import { projectTable } from './store.ts';

/** Work with a common goal and an address: mails to its alias become tasks of the project. */
export const projectDefinition = defineChannel({
  name: 'project',
  label: 'project',
  labelPlural: 'projects',
  path: '/project/projects',
  table: projectTable,
  cases: { model: 'task', field: 'projectId', one: 'One task belongs', many: 'tasks belong' },
});
