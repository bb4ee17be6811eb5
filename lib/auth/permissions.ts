import { AppError } from '#lib/core/errors.ts';
import type { Actor } from '#lib/db/context.ts';

/** @throws AppError `unauthenticated` for anybody who has not signed in */
export function requireSignedIn(actor: Actor): void {
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Sign in first.');
}

/** @throws AppError `unauthenticated` or `forbidden` unless the actor administers the system */
export function requireAdministrator(actor: Actor): void {
  requireSignedIn(actor);
  if (actor.role !== 'administrator')
    throw new AppError('forbidden', 'Only an administrator may do this. Ask one of yours.');
}

/** @throws AppError `forbidden` when an API key lacks `<resource>:read` or `<resource>:write` */
export function requireScope(actor: Actor, scope: string): void {
  if (!hasScope(actor, scope)) throw new AppError('forbidden', `This API key lacks the scope ${scope}.`);
}

/** Whether the actor holds a scope; whoever is no API key holds all. */
export function hasScope(actor: Actor, scope: string): boolean {
  return actor.scopes.includes('*') || actor.scopes.includes(scope);
}

/** The companies whose documents the actor sees; null for all. */
export function companyScope(actor: Actor): number[] | null {
  return actor.kind === 'system' ? null : actor.companyIds;
}

/** Whether the actor sees documents of a company; documents without one are everybody's. */
export function canSeeCompany(actor: Actor, companyId: number | null): boolean {
  const scope = companyScope(actor);
  return scope === null || companyId === null || scope.includes(companyId);
}
