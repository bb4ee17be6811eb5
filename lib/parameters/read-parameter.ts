import { decryptSecret } from '#lib/core/crypto.ts';
import type { Ctx } from '#lib/db/context.ts';
import {
  definitionOf,
  isSecretKey,
  type ParameterDefinition,
  type ParameterKey,
  type ParameterValue,
} from './registry.ts';
import { loadFirstAliasDomain, loadParameterText } from './store.ts';

/**
 * The value of a parameter: fixed by the environment, else as set, else its default. A stored text that no longer
 * reads as its type (changed behind our back) counts as unset.
 */
export async function readParameter<K extends ParameterKey>(ctx: Ctx, key: K): Promise<ParameterValue<K>> {
  const definition = definitionOf(key) as ParameterDefinition<ParameterValue<K>>;
  return parameterValue(definition, definition.fixedBy?.read(ctx.env) ?? (await textOf(ctx, key, definition)));
}

/** A stored text as its type; what does not read as one counts as unset. */
export function parameterValue<T>(definition: ParameterDefinition<T>, text: string | null): T {
  const parsed = text === null ? null : definition.kind.parse(text);
  return parsed?.ok ? parsed.value : definition.defaultValue;
}

async function textOf(
  ctx: Ctx,
  key: string,
  { aliasDomainColumn }: Pick<ParameterDefinition<unknown>, 'aliasDomainColumn'>,
): Promise<string | null> {
  const domain = aliasDomainColumn ? await loadFirstAliasDomain(ctx.db) : null;
  // Until there is a domain, the other three are kept for the day it is made.
  if (domain && aliasDomainColumn) return domain[aliasDomainColumn];
  const text = await loadParameterText(ctx.db, key);
  return text !== null && isSecretKey(key) ? openSecret(ctx, text) : text;
}

function openSecret(ctx: Ctx, sealed: string): string | null {
  try {
    return decryptSecret(ctx.env.appSecret, sealed);
  } catch {
    // Sealed under another APP_SECRET: as good as unset, and what needs it says so.
    return null;
  }
}
