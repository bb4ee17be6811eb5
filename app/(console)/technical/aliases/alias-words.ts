import type { ContactPolicy } from '#lib/core/enumerations.ts';

/** Who may write to an alias. */
export const policyWords: Record<ContactPolicy, { label: string; description: string }> = {
  everyone: { label: 'Everyone', description: 'Customers too, known or not.' },
  partners: { label: 'Known contacts', description: 'The sender is one of your contacts.' },
  followers: { label: 'Followers only', description: 'The sender follows the document or its owner.' },
  employees: { label: 'Employees', description: 'The sender is one of your users.' },
};

export const policyOptions = Object.entries(policyWords).map(([value, words]) => ({ value, ...words }));
