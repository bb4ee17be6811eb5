import { checkPolicy } from '#lib/mail/incoming/route/check-policy.ts';
import { makeRoute, type Route } from '#lib/mail/incoming/route/decision.ts';
import type { AliasFacts, RouteFacts, ThreadMatch } from '#lib/mail/incoming/route/facts.ts';
import { allRecipients, directRecipients, matchAliases } from '#lib/mail/incoming/route/match-recipients.ts';

/** R1: what the thread headers say. `eligible` limits R3 to aliases of another model where the mail is a forward. */
export type ReplyVerdict =
  | { found: false; reason: string; eligible: AliasFacts[] | null }
  | { found: true; route: Route; alias: AliasFacts | null };

/**
 * Reads a reply out of the thread matches: the newest message with a document. A direct recipient that is an alias of
 * another model makes it a forward; an alias of the same model among all recipients lends its policy.
 */
export function findReply(facts: RouteFacts): ReplyVerdict {
  const match = facts.matches.find((one) => one.model !== null && one.recordId !== null && !one.repliesElsewhere);
  if (!match) return { found: false, reason: describeMiss(facts), eligible: null };
  const others = matchAliases(directRecipients(facts), facts).filter((alias) => alias.model !== match.model);
  if (others.length > 0) {
    const reason = `it refers to ${match.model} ${match.recordId}, but is addressed to an alias of ${others[0]?.model}: a forward`;
    return { found: false, reason, eligible: others };
  }
  const alias = matchAliases(allRecipients(facts), facts).find((one) => one.model === match.model) ?? null;
  return { found: true, alias, route: replyRoute(match, alias, facts) };
}

function describeMiss({ matches }: RouteFacts): string {
  if (matches.length === 0) return 'no stored message is referred to';
  if (matches.some((one) => one.repliesElsewhere)) return 'answers to the message start something new';
  return 'the message referred to belongs to no document';
}

function replyRoute(match: ThreadMatch, alias: AliasFacts | null, facts: RouteFacts): Route {
  const verdict = alias ? checkPolicy(alias, facts.author, match) : null;
  const target = { model: match.model, aliasId: alias?.id ?? null, companyId: alias?.companyId ?? null };
  if (verdict && !verdict.ok) {
    const outcome = verdict.kind === 'policy' ? 'bounced_policy' : 'bounced_alias_config';
    return makeRoute({
      ...target,
      outcome,
      recordId: match.recordId,
      reason: `the alias ${alias?.name} refuses: ${verdict.reason}`,
    });
  }
  if (!match.recordExists) {
    const reason = `${match.model} ${match.recordId} is deleted: a new one takes the reply`;
    return makeRoute({
      ...target,
      aliasId: null,
      outcome: 'record_created',
      defaults: facts.fallback?.defaults ?? {},
      reason,
    });
  }
  return makeRoute({
    ...target,
    outcome: 'reply_posted',
    recordId: match.recordId,
    parentRowId: match.messageRowId,
    isInternal: match.isInternal,
    reason: `answers message ${match.messageRowId} on ${match.model} ${match.recordId}`,
  });
}
