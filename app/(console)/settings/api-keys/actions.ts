'use server';
import { runAction } from '#lib/auth/action-client.ts';
import type { CreateApiKeyInput } from '#lib/auth/api-keys/api-key-schema.ts';
import { createApiKey } from '#lib/auth/api-keys/create-api-key.ts';
import { revokeApiKey } from '#lib/auth/api-keys/revoke-api-key.ts';

/** Makes a key; the answer is the only place where it stands in full. */
export async function addApiKey(input: CreateApiKeyInput) {
  return runAction((ctx) => createApiKey(ctx, input));
}

/** Ends a key at once. */
export async function endApiKey(id: number) {
  return runAction((ctx) => revokeApiKey(ctx, Number(id)));
}
