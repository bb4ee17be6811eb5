'use server';
import { runAction } from '#lib/auth/action-client.ts';
import type { CreateAliasDomainInput } from '#lib/mail/aliases/alias-domain-schema.ts';
import { deleteAliasDomain } from '#lib/mail/aliases/delete-alias-domain.ts';
import { saveAliasDomain } from '#lib/mail/aliases/save-alias-domain.ts';

/** Adds a domain, or changes the one with this id. */
export async function saveDomain(id: number | null, input: CreateAliasDomainInput) {
  return runAction((ctx) =>
    saveAliasDomain(ctx, id === null ? { ...input, id: undefined } : { ...input, id: Number(id) }),
  );
}

/** Deletes a domain that nobody uses. */
export async function deleteDomain(id: number) {
  return runAction((ctx) => deleteAliasDomain(ctx, Number(id)));
}
