import { requireAdministrator } from '#lib/auth/permissions.ts';
import { invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import {
  type ParameterItem,
  parameterKeySchema,
  type SetParameterInput,
  setParameterSchema,
} from './parameter-schema.ts';
import { showParameter } from './show-parameter.ts';
import { storeParameter } from './store-parameter.ts';

/**
 * Sets a parameter; a key that is not known is kept as plain text.
 * @throws AppError `invalid` naming the rule the value breaks; `conflict` when the environment fixes it
 */
export async function setParameter(ctx: Ctx, key: string, input: SetParameterInput): Promise<ParameterItem> {
  requireAdministrator(ctx.actor);
  const known = parameterKeySchema.safeParse(key);
  if (!known.success) throw invalidField('key', known.error.issues[0]?.message ?? 'Write a key.');
  const { value } = parseInput(setParameterSchema, input);
  await storeParameter(ctx, key, value);
  return showParameter(ctx, key);
}
