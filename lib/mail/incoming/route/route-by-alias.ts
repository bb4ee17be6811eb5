import { checkPolicy } from '#lib/mail/incoming/route/check-policy.ts';
import { makeRoute, type Route } from '#lib/mail/incoming/route/decision.ts';
import type { AliasFacts, RouteFacts } from '#lib/mail/incoming/route/facts.ts';

/** R3: one route per alias, each with its own policy; two aliases of one record make one route. */
export function routeByAlias(aliases: AliasFacts[], facts: RouteFacts): Route[] {
  const routes = aliases.map((alias) => routeTo(alias, facts));
  return routes.filter((route, index) => {
    const same = (other: Route) =>
      route.recordId !== null && other.model === route.model && other.recordId === route.recordId;
    return route.outcome !== 'record_updated' || routes.findIndex(same) === index;
  });
}

function routeTo(alias: AliasFacts, facts: RouteFacts): Route {
  const hourlyLimit: Route['hourlyLimit'] = alias.hourlyLimit === null ? 'none' : 'counts';
  const base = { model: alias.model, aliasId: alias.id, companyId: alias.companyId, hourlyLimit };
  const verdict = checkPolicy(alias, facts.author, alias.target);
  if (!verdict.ok) {
    const outcome = verdict.kind === 'policy' ? 'bounced_policy' : 'bounced_alias_config';
    return makeRoute({ ...base, outcome, reason: `the alias ${alias.name} refuses: ${verdict.reason}` });
  }
  if (facts.automatic.kind !== 'normal' && !alias.acceptAutomatic) {
    const reason = `the alias ${alias.name} takes no automatic mail, and this is ${facts.automatic.kind}`;
    return makeRoute({ ...base, outcome: 'quarantined', reason });
  }
  if (alias.hourlyLimit !== null && alias.takenThisHour >= alias.hourlyLimit) {
    const reason = `the alias ${alias.name} took ${alias.takenThisHour} mails within an hour, its limit is ${alias.hourlyLimit}`;
    return makeRoute({ ...base, outcome: 'quarantined', hourlyLimit: 'reached', reason });
  }
  if (alias.recordId !== null && alias.recordExists) {
    const reason = `the alias ${alias.name} leads to ${alias.model} ${alias.recordId}`;
    return makeRoute({ ...base, outcome: 'record_updated', recordId: alias.recordId, reason });
  }
  if (!alias.acceptsCreation) {
    return makeRoute({
      ...base,
      outcome: 'bounced_alias_config',
      reason: `${alias.model} cannot be created from mail`,
    });
  }
  const gone = alias.recordId === null ? '' : ', because its record is deleted';
  const reason = `the alias ${alias.name} creates a new ${alias.model}${gone}`;
  return makeRoute({ ...base, outcome: 'record_created', defaults: alias.defaults, reason });
}
