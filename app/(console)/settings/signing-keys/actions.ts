'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { createDkimKey } from '#lib/mail/dkim/create-dkim-key.ts';
import { deleteDkimKey } from '#lib/mail/dkim/delete-dkim-key.ts';
import type { CreateDkimKeyInput } from '#lib/mail/dkim/dkim-key-schema.ts';
import { rotateDkimKey } from '#lib/mail/dkim/rotate-dkim-key.ts';
import { saveDkimKey } from '#lib/mail/dkim/save-dkim-key.ts';

/** Makes a key for a domain. */
export async function addSigningKey(input: CreateDkimKeyInput) {
  return runAction((ctx) => createDkimKey(ctx, input));
}

/** Lets a key sign, or no longer. */
export async function activateSigningKey(id: number, active: boolean) {
  return runAction((ctx) => saveDkimKey(ctx, { id: Number(id), active }));
}

/** Makes a successor of a key. */
export async function rotateSigningKey(id: number) {
  return runAction((ctx) => rotateDkimKey(ctx, Number(id)));
}

/** Deletes a key that does not sign any more. */
export async function deleteSigningKey(id: number) {
  return runAction((ctx) => deleteDkimKey(ctx, Number(id)));
}
