'use server';
import { runAction } from '#lib/auth/action-client.ts';
import type { CreateAliasInput, UpdateAliasInput } from '#lib/mail/aliases/alias-schema.ts';
import { deleteAlias } from '#lib/mail/aliases/delete-alias.ts';
import { saveAlias } from '#lib/mail/aliases/save-alias.ts';

/** Adds an alias. */
export async function createAlias(input: CreateAliasInput) {
  return runAction((ctx) => saveAlias(ctx, { ...input, id: undefined }));
}

/** Changes the fields given. */
export async function updateAlias(id: number, input: UpdateAliasInput) {
  return runAction((ctx) => saveAlias(ctx, { ...input, id: Number(id) }));
}

/** Deletes aliases; answers how many. */
export async function deleteAliases(ids: number[]) {
  return runAction(async (ctx) => {
    for (const id of ids.slice(0, 1000)) await deleteAlias(ctx, Number(id));
    return ids.length;
  });
}
