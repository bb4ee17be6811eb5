'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { createUser } from '#lib/users/create-user.ts';
import { inviteUser } from '#lib/users/invite-user.ts';
import { updateUser } from '#lib/users/update-user.ts';
import type { CreateUserInput, UpdateUserInput } from '#lib/users/user-schema.ts';

/** Adds a user, who gets an invitation by mail. */
export async function addUser(input: CreateUserInput) {
  return runAction((ctx) => createUser(ctx, input));
}

/** Changes a user's role, companies, name, address, or whether they may sign in. */
export async function saveUser(id: number, input: UpdateUserInput) {
  return runAction((ctx) => updateUser(ctx, Number(id), input));
}

/** Sends the invitation once more. */
export async function resendInvitation(id: number) {
  return runAction((ctx) => inviteUser(ctx, Number(id)));
}
