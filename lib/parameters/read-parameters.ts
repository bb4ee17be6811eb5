import type { Ctx } from '#lib/db/context.ts';
import { parameterValue } from './read-parameter.ts';
import { definitionOf, type ParameterDefinition, type ParameterKey, type ParameterValue } from './registry.ts';
import { loadParameterTexts } from './store.ts';

/** Parameters that are kept as they are read: no secrets, no columns of the first alias domain. */
type PlainKey = Exclude<
  ParameterKey,
  'mail.catchall.domain' | 'mail.catchall.alias' | 'mail.bounce.alias' | 'mail.default.from'
>;

/** The values of several parameters, in one statement. */
export async function readParameters<K extends PlainKey>(
  ctx: Ctx,
  keys: readonly K[],
): Promise<{ [Key in K]: ParameterValue<Key> }> {
  const texts = await loadParameterTexts(ctx.db, [...keys]);
  const values = keys.map((key) => {
    const definition = definitionOf(key) as ParameterDefinition<unknown>;
    return [key, parameterValue(definition, definition.fixedBy?.read(ctx.env) ?? texts.get(key) ?? null)] as const;
  });
  return Object.fromEntries(values) as { [Key in K]: ParameterValue<Key> };
}
