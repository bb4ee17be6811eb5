import type { TraceLine } from '#lib/core/trace.ts';
import { answersFor } from '#lib/mail/incoming/route/answers-for.ts';
import { makeRoute, type Route, type RouteDecision } from '#lib/mail/incoming/route/decision.ts';
import { detectLoop } from '#lib/mail/incoming/route/detect-loop.ts';
import type { RouteFacts } from '#lib/mail/incoming/route/facts.ts';
import { findReply } from '#lib/mail/incoming/route/find-reply.ts';
import {
  allRecipients,
  directRecipients,
  isCatchall,
  matchAliases,
} from '#lib/mail/incoming/route/match-recipients.ts';
import { EARLY_RULES } from '#lib/mail/incoming/route/refuse-early.ts';
import { routeByAlias } from '#lib/mail/incoming/route/route-by-alias.ts';

/**
 * Decides where a mail goes. The rules are tried in order and the first that matches ends the search: early refusals,
 * reply (R1), only catchall (R2), aliases (R3), fallback model (R4), any catchall (R5), quarantine (R6). Then the loop
 * check, the special rules of automatic mail, and which answers are sent. Pure: the same facts give the same decision.
 */
export function routeMail(facts: RouteFacts): RouteDecision {
  const trace: TraceLine[] = [...facts.tokens.trace];
  for (const { rule, outcome, applies } of EARLY_RULES) {
    const reason = applies(facts);
    trace.push({ rule, matched: reason !== null, detail: reason ?? 'no' });
    if (reason !== null) return { outcome, reason, routes: [makeRoute({ outcome, reason })], answers: [], trace };
  }
  const found = isAutomaticReply(facts) ? [foldAutomaticReply(facts, trace)] : findRoutes(facts, trace);
  const routes = found.map((route) => (facts.automatic.kind === 'normal' ? route : { ...route, notifyOutside: false }));
  return finish(blockLoops(routes, facts, trace), facts, trace);
}

/** An automatic reply, by its headers or because nobody may answer its sender (RFC 3834 section 2, RFC 5321 4.5.5). */
function isAutomaticReply({ automatic, returnPath }: RouteFacts): boolean {
  return automatic.kind === 'auto-reply' || returnPath === '';
}

/** Automatic replies create nothing, answer nobody and notify nobody; on a known thread they are kept, folded. */
function foldAutomaticReply(facts: RouteFacts, trace: TraceLine[]): Route {
  const match = facts.matches.find((one) => one.recordId !== null && one.recordExists);
  const where = match ? `kept on ${match.model} ${match.recordId}` : 'it belongs to no known thread';
  const reason = `automatic reply (${facts.automatic.signals.join(', ') || 'null sender'}): ${where}`;
  trace.push({ rule: 'automatic reply', matched: true, detail: reason });
  return makeRoute({
    outcome: 'auto_reply',
    model: match?.model ?? null,
    recordId: match?.recordId ?? null,
    parentRowId: match?.messageRowId ?? null,
    isInternal: match?.isInternal ?? false,
    notify: false,
    notifyOutside: false,
    reason,
  });
}

function findRoutes(facts: RouteFacts, trace: TraceLine[]): Route[] {
  const say = (rule: string, matched: boolean, detail: string): boolean => {
    trace.push({ rule, matched, detail });
    return matched;
  };
  const reply = findReply(facts);
  if (say('R1 reply', reply.found, reply.found ? reply.route.reason : reply.reason) && reply.found)
    return [reply.route];

  const direct = directRecipients(facts);
  const catchalls = direct.filter((address) => isCatchall(address, facts));
  const forward = reply.found ? null : reply.eligible;
  const onlyCatchall = direct.length > 0 && catchalls.length === direct.length;
  if (say('R2 only catchall addresses', onlyCatchall, listed(direct))) {
    const reason = 'written to the catchall address without answering anything we know';
    return [makeRoute({ outcome: 'bounced_catchall', reason })];
  }
  const aliases = forward ?? matchAliases(allRecipients(facts), facts);
  const names = aliases.map((alias) => `${alias.name}@${alias.domain ?? '*'} (${alias.model})`);
  if (
    say(
      'R3 aliases',
      aliases.length > 0,
      names.length > 0 ? names.join(', ') : `none of ${listed(allRecipients(facts))}`,
    )
  ) {
    return routeByAlias(aliases, facts);
  }
  const { fallback } = facts;
  if (say('R4 fallback model', fallback !== null, fallback?.model ?? 'none was given') && fallback)
    return [fallBack(fallback)];
  if (say('R5 a catchall address', catchalls.length > 0, listed(catchalls))) {
    return [makeRoute({ outcome: 'bounced_catchall', reason: `${listed(catchalls)} takes replies only` })];
  }
  const reason = `no alias, thread or fallback model takes mail for ${listed(direct)}`;
  say('R6 no route', true, reason);
  return [makeRoute({ outcome: 'quarantined', reason })];
}

function listed(addresses: string[]): string {
  return addresses.length === 0 ? 'nobody' : addresses.slice(0, 10).join(', ');
}

function fallBack(fallback: NonNullable<RouteFacts['fallback']>): Route {
  const { model, recordId, defaults } = fallback;
  if (recordId !== null) {
    return makeRoute({ outcome: 'record_updated', model, recordId, reason: `given record ${model} ${recordId}` });
  }
  if (!fallback.acceptsCreation) {
    return makeRoute({ outcome: 'quarantined', model, reason: `${model} cannot be created from mail` });
  }
  return makeRoute({ outcome: 'record_created', model, defaults, reason: `fallback model ${model}` });
}

/** One looping route blocks the whole mail: two systems answering each other must stop everywhere at once. */
function blockLoops(routes: Route[], facts: RouteFacts, trace: TraceLine[]): Route[] {
  const posting = routes.filter((route) =>
    ['reply_posted', 'record_created', 'record_updated'].includes(route.outcome),
  );
  const loop = detectLoop(posting, facts.loop);
  const limit = `${facts.loop.threshold} in ${facts.loop.minutes} minutes`;
  const detail = loop
    ? `${loop.count} mails of this sender to ${loop.route.model}, the limit is ${limit}`
    : facts.loop.allowListed
      ? 'the sender is on the gateway allow-list'
      : `below ${limit}`;
  trace.push({ rule: 'loop', matched: loop !== null, detail });
  if (!loop) return routes;
  return [makeRoute({ outcome: 'bounced_loop', model: loop.route.model, aliasId: loop.route.aliasId, reason: detail })];
}

function finish(routes: Route[], facts: RouteFacts, trace: TraceLine[]): RouteDecision {
  const { answers, kept } = answersFor(routes, facts, trace);
  const first = kept[0] ?? makeRoute({ outcome: 'quarantined', reason: 'no route' });
  return { outcome: first.outcome, reason: first.reason, routes: kept, answers, trace };
}
