import { alertItemSchema, alertListFields } from '#lib/alerts/alert-schema.ts';
import { listAlerts } from '#lib/alerts/list-alerts.ts';
import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { auditItemSchema, auditListFields } from '#lib/audit/audit-schema.ts';
import { listAuditEvents } from '#lib/audit/list-audit-events.ts';
import { deleteParameter } from '#lib/parameters/delete-parameter.ts';
import { listParameters } from '#lib/parameters/list-parameters.ts';
import { parameterItemSchema, parameterListFields, setParameterSchema } from '#lib/parameters/parameter-schema.ts';
import { setParameter } from '#lib/parameters/set-parameter.ts';
import { showParameter } from '#lib/parameters/show-parameter.ts';

const parameter = { tag: 'system-parameters', path: '/system-parameters/{key}', response: parameterItemSchema };

/** System parameters, what needs attention, and who changed what. */
export const settingsOperations: AnyOperation[] = [
  defineOperation({
    ...parameter,
    method: 'GET',
    path: '/system-parameters',
    summary: 'List system parameters, those with their default too',
    scope: 'system-parameters:read',
    list: parameterListFields,
    run: ({ ctx, list }) => listParameters(ctx, list),
  }),
  defineOperation({
    ...parameter,
    method: 'GET',
    summary: 'Read a parameter with its type, default and documentation',
    scope: 'system-parameters:read',
    run: ({ ctx, params }) => showParameter(ctx, keyOf(params)),
  }),
  defineOperation({
    ...parameter,
    method: 'PUT',
    summary: 'Set a parameter; an unknown key is kept as text',
    scope: 'system-parameters:write',
    body: setParameterSchema,
    run: ({ ctx, params, body }) => setParameter(ctx, keyOf(params), body),
  }),
  defineOperation({
    tag: parameter.tag,
    path: parameter.path,
    method: 'DELETE',
    summary: 'Give a known parameter its default back; delete a key of your own',
    scope: 'system-parameters:write',
    run: ({ ctx, params }) => deleteParameter(ctx, keyOf(params)),
  }),
  defineOperation({
    tag: 'alerts',
    path: '/alerts',
    method: 'GET',
    summary: 'List alerts; the open ones with resolved=false',
    scope: 'alerts:read',
    list: alertListFields,
    response: alertItemSchema,
    run: ({ ctx, list }) => listAlerts(ctx, list),
  }),
  defineOperation({
    tag: 'audit',
    path: '/audit',
    method: 'GET',
    summary: 'List changes of settings: who, when, from what to what',
    scope: 'audit:read',
    list: auditListFields,
    response: auditItemSchema,
    run: ({ ctx, list }) => listAuditEvents(ctx, list),
  }),
];

function keyOf(params: Record<string, string>): string {
  return params.key ?? '';
}
