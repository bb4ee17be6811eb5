import { recordAudit } from '#lib/audit/record-audit.ts';
import { encryptSecret } from '#lib/core/crypto.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { definitionOf, isSecretKey } from './registry.ts';
import { loadParameterText, removeParameters, upsertParameter } from './store.ts';
import { storeAliasDomainColumn } from './store-alias-domain-column.ts';

/**
 * Checks and writes a parameter, with its line in the audit log. Who may do so is the caller's question.
 * @throws AppError `invalid` naming the rule a value breaks; `conflict` for a value the environment fixes
 */
export async function storeParameter(ctx: Ctx, key: string, value: string): Promise<void> {
  const definition = definitionOf(key);
  requireNotFixed(ctx, key);
  const parsed = definition?.kind.parse(value);
  if (parsed && !parsed.ok) throw invalidField('value', parsed.reason);
  const text = definition && parsed?.ok ? definition.kind.format(parsed.value) : value;
  await inTransaction(ctx, async (tx) => {
    const before = definition?.aliasDomainColumn
      ? await storeAliasDomainColumn(tx, definition.aliasDomainColumn, key, text)
      : await storeText(tx, key, text);
    if (before === text) return;
    await recordAudit(tx, {
      action: 'system-parameter.set',
      targetType: 'system-parameter',
      targetId: key,
      before: { value: shown(key, before) },
      after: { value: shown(key, text) },
    });
  });
}

/** @throws AppError `conflict` when the environment fixes the value */
export function requireNotFixed(ctx: Ctx, key: string): void {
  const fixedBy = definitionOf(key)?.fixedBy;
  if (fixedBy?.read(ctx.env) === undefined) return;
  throw new AppError('conflict', `${key} is fixed by ${fixedBy.variable} in the environment. Change it there.`);
}

async function storeText(ctx: Ctx, key: string, text: string): Promise<string | null> {
  const before = await loadParameterText(ctx.db, key);
  if (isSecretKey(key) && text === '') {
    await removeParameters(ctx.db, [key]);
    return before ?? '';
  }
  const value = isSecretKey(key) ? encryptSecret(ctx.env.appSecret, text) : text;
  await upsertParameter(ctx.db, { key, value, updatedBy: ctx.actor.userId, updatedAt: ctx.now() });
  return before;
}

function shown(key: string, text: string | null): string | null {
  return text && isSecretKey(key) ? '[hidden]' : text;
}
