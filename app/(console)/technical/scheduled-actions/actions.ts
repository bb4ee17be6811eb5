'use server';
import { runAction } from '#lib/auth/action-client.ts';
import type { UpdateScheduledActionInput } from '#lib/schedule/scheduled-action-schema.ts';
import { updateScheduledAction } from '#lib/schedule/update-scheduled-action.ts';

/** Changes when an action runs. */
export async function saveScheduledAction(id: number, input: UpdateScheduledActionInput) {
  return runAction((ctx) => updateScheduledAction(ctx, Number(id), input));
}
