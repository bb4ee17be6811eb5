import type { AliasStatus, ContactPolicy } from '#lib/core/enumerations.ts';

/** Who may write to an alias. */
export const policyWords: Record<ContactPolicy, { label: string; description: string }> = {
  everyone: { label: 'Everyone', description: 'Customers too, known or not.' },
  partners: { label: 'Known contacts', description: 'The sender is one of your contacts.' },
  followers: { label: 'Followers only', description: 'The sender follows the document or its owner.' },
  employees: { label: 'Employees', description: 'The sender is one of your users.' },
};

export const policyOptions = Object.entries(policyWords).map(([value, words]) => ({ value, ...words }));

/** What the status of an alias means, and what to do about it. */
export const statusWords: Record<AliasStatus, string> = {
  not_tested: 'No mail has come since it was made or its settings were changed. Send one to prove it.',
  valid: 'The last mail became a document with these settings.',
  invalid:
    'The last mail could not become a document with these settings, and its sender was asked to try later. Check the default values, then send a mail again.',
};
