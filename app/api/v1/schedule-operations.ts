import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { listActionRuns } from '#lib/schedule/list-action-runs.ts';
import { listScheduledActions } from '#lib/schedule/list-scheduled-actions.ts';
import { readScheduledAction } from '#lib/schedule/read-scheduled-action.ts';
import { runActionNow } from '#lib/schedule/run-action-now.ts';
import {
  actionRunItemSchema,
  actionRunListFields,
  runResultSchema,
  scheduledActionItemSchema,
  scheduledActionListFields,
  updateScheduledActionSchema,
} from '#lib/schedule/scheduled-action-schema.ts';
import { updateScheduledAction } from '#lib/schedule/update-scheduled-action.ts';

const actions = { tag: 'scheduled-actions', path: '/scheduled-actions/{idOrKey}' };

/** What runs by the clock. */
export const scheduleOperations: AnyOperation[] = [
  defineOperation({
    ...actions,
    method: 'GET',
    path: '/scheduled-actions',
    summary: 'List scheduled actions',
    scope: 'scheduled-actions:read',
    list: scheduledActionListFields,
    response: scheduledActionItemSchema,
    run: ({ ctx, list }) => listScheduledActions(ctx, list),
  }),
  defineOperation({
    ...actions,
    method: 'GET',
    summary: 'Read a scheduled action, by id or key',
    scope: 'scheduled-actions:read',
    response: scheduledActionItemSchema,
    run: ({ ctx, params }) => readScheduledAction(ctx, params.idOrKey ?? ''),
  }),
  defineOperation({
    ...actions,
    method: 'PATCH',
    summary: 'Change when an action runs',
    scope: 'scheduled-actions:write',
    body: updateScheduledActionSchema,
    response: scheduledActionItemSchema,
    run: ({ ctx, params, body }) => updateScheduledAction(ctx, params.idOrKey ?? '', body),
  }),
  defineOperation({
    ...actions,
    method: 'POST',
    path: '/scheduled-actions/{idOrKey}/run',
    summary: 'Run an action now, and wait for it',
    scope: 'scheduled-actions:write',
    response: runResultSchema,
    run: ({ ctx, params, request }) => runActionNow(ctx, params.idOrKey ?? '', request.signal),
  }),
  defineOperation({
    ...actions,
    method: 'GET',
    path: '/scheduled-actions/{idOrKey}/runs',
    summary: 'List the runs of an action',
    scope: 'scheduled-actions:read',
    list: actionRunListFields,
    response: actionRunItemSchema,
    run: ({ ctx, params, list }) => listActionRuns(ctx, params.idOrKey ?? '', list),
  }),
];
