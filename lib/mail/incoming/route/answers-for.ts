import type { TraceLine } from '#lib/core/trace.ts';
import type { Answer, AnswerKind, Outcome, Route } from '#lib/mail/incoming/route/decision.ts';
import type { RouteFacts } from '#lib/mail/incoming/route/facts.ts';

const KINDS: Partial<Record<Outcome, AnswerKind>> = {
  bounced_policy: 'bounce_policy',
  bounced_alias_config: 'bounce_alias_config',
  bounced_catchall: 'bounce_catchall',
  bounced_loop: 'bounce_loop',
};

/**
 * The answers the refused routes call for. A machine is never answered (RFC 3834 section 2): its refused mail is
 * quarantined instead, so that nothing disappears unseen. One sender gets at most one automatic answer an hour, and
 * one mail at most one of each kind and alias.
 */
export function answersFor(
  routes: Route[],
  facts: RouteFacts,
  trace: TraceLine[],
): { answers: Answer[]; kept: Route[] } {
  const refused = routes.filter((route) => KINDS[route.outcome] !== undefined);
  if (refused.length === 0) return { answers: [], kept: routes };
  const obstacle = whyNot(facts);
  trace.push({
    rule: 'answer the sender',
    matched: obstacle === null,
    detail: obstacle ?? `to ${answerAddress(facts)}`,
  });
  if (obstacle === null) return { answers: refused.flatMap((route) => toAnswer(route, facts)), kept: routes };
  const machine = !facts.automatic.mayAutoAnswer;
  return { answers: [], kept: machine ? routes.map((route) => quarantine(route, obstacle)) : routes };
}

function whyNot(facts: RouteFacts): string | null {
  if (!facts.automatic.mayAutoAnswer) return `automatic mail is never answered (${facts.automatic.signals.join(', ')})`;
  if (answerAddress(facts) === null) return 'the mail names no address to answer to';
  return facts.recentlyAnswered ? 'the sender had an automatic answer within the last hour' : null;
}

/** The Return-Path, else the From address; nobody where the Return-Path is null. */
function answerAddress({ returnPath, from }: RouteFacts): string | null {
  if (returnPath === '') return null;
  return returnPath ?? from?.address ?? null;
}

function toAnswer(route: Route, facts: RouteFacts): Answer[] {
  const kind = KINDS[route.outcome];
  const to = answerAddress(facts);
  return kind && to ? [{ kind, to, aliasId: route.aliasId, reason: route.reason }] : [];
}

function quarantine(route: Route, obstacle: string): Route {
  if (KINDS[route.outcome] === undefined || route.outcome === 'bounced_loop') return route;
  return { ...route, outcome: 'quarantined', reason: `${route.reason}; ${obstacle}` };
}
