'use client';
import { FolderOpen } from 'lucide-react';
import { channelScreen } from './channel-screen.tsx';

/** Projects: work with a common goal and an address. */
export const projectScreen = channelScreen({
  model: 'project',
  path: '/project/projects',
  title: 'Projects',
  app: { label: 'Project', href: '/project/tasks' },
  icon: FolderOpen,
  noun: { one: 'project', many: 'projects' },
  word: 'project',
  about: 'Work with a common goal and an address: every mail to it becomes a task of the project.',
  example: 'New showroom',
  leader: 'Project manager',
  cases: { one: 'task', many: 'tasks', openField: 'openTasks' },
  address: 'showroom',
});
