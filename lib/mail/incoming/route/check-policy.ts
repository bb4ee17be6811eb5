import type { AliasFacts, AuthorFacts } from '#lib/mail/incoming/route/facts.ts';

/** Whose followers a `followers` policy looks at. */
export interface PolicyTarget {
  followerCount: number;
  authorFollows: boolean;
}

export type PolicyVerdict = { ok: true; reason: string } | { ok: false; kind: 'policy' | 'config'; reason: string };

const DENIED: Record<AliasFacts['policy'], string> = {
  everyone: '',
  partners: 'only known contacts may write to it',
  followers: 'only followers may write to it',
  employees: 'only employees may write to it',
};

/**
 * Whether the author may write to an alias. A `followers` policy without a record, or with a record nobody follows,
 * can admit nobody: that is an error of the alias, not of the sender.
 */
export function checkPolicy(alias: AliasFacts, author: AuthorFacts, target: PolicyTarget | null): PolicyVerdict {
  if (alias.verifiedOnly && !author.verified) {
    return { ok: false, kind: 'policy', reason: 'only senders proven by DKIM or DMARC may write to it' };
  }
  if (alias.policy === 'followers' && (target === null || target.followerCount === 0)) {
    return { ok: false, kind: 'config', reason: 'it admits followers only, and there is nobody who could follow' };
  }
  if (admits(alias, author, target)) return { ok: true, reason: `policy ${alias.policy}` };
  return { ok: false, kind: 'policy', reason: DENIED[alias.policy] };
}

function admits(alias: AliasFacts, author: AuthorFacts, target: PolicyTarget | null): boolean {
  switch (alias.policy) {
    case 'everyone':
      return true;
    case 'partners':
      return author.contactId !== null;
    case 'followers':
      return target?.authorFollows === true;
    case 'employees':
      return author.isEmployee;
  }
}
