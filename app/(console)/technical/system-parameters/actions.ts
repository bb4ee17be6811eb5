'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { deleteParameter } from '#lib/parameters/delete-parameter.ts';
import type { SetParameterInput } from '#lib/parameters/parameter-schema.ts';
import { setParameter } from '#lib/parameters/set-parameter.ts';

/** Sets one parameter. */
export async function saveParameter(key: string, input: SetParameterInput) {
  return runAction((ctx) => setParameter(ctx, String(key), input));
}

/** Gives a parameter its default back; removes a key of one's own. */
export async function resetParameter(key: string) {
  return runAction((ctx) => deleteParameter(ctx, String(key)));
}
