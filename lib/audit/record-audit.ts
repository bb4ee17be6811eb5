import type { Ctx } from '#lib/db/context.ts';
import { insertAuditEvent } from './store.ts';

export interface AuditEntry {
  /** e.g. `outgoing-server.update` */
  action: string;
  targetType: string;
  targetId: string | number;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** Records who changed what. Call it in the transaction of the change; secrets never reach the log. */
export async function recordAudit(ctx: Ctx, entry: AuditEntry): Promise<void> {
  await insertAuditEvent(ctx.db, {
    actorKind: ctx.actor.kind,
    userId: ctx.actor.userId,
    action: entry.action,
    targetType: entry.targetType,
    targetId: String(entry.targetId),
    before: entry.before && hideSecrets(entry.before),
    after: entry.after && hideSecrets(entry.after),
  });
}

function hideSecrets(values: Record<string, unknown>): Record<string, unknown> {
  const isSecret = (name: string) => /password|sealed|secret|hash|token/i.test(name);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, isSecret(name) && value ? '[hidden]' : value]),
  );
}
