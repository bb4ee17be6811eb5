import type { UserRole } from '#lib/core/enumerations.ts';

/** The roles in the words of the console. */
export const roleWords: Record<UserRole, string> = {
  administrator: 'Administrator',
  template_editor: 'Template editor',
  user: 'User',
};

/** The roles with what each may do, for forms. */
export const roleCards = [
  { value: 'user', label: roleWords.user, description: 'Works with documents and messages.' },
  { value: 'template_editor', label: roleWords.template_editor, description: 'Also writes expressions in templates.' },
  { value: 'administrator', label: roleWords.administrator, description: 'Also changes settings, servers and users.' },
];

/** The roles as choices of a filter. */
export const roleOptions = Object.entries(roleWords).map(([value, label]) => ({ value, label }));
