import { z } from 'zod';
import { contactPolicies, type DocumentModel, documentModels } from '#lib/core/enumerations.ts';
import type { FieldError } from '#lib/core/errors.ts';
import type { AliasItem, CreateAliasInput } from '#lib/mail/aliases/alias-schema.ts';

export type ChannelField = 'teamId' | 'projectId' | 'jobId';

/** By model: the field that names its team, project or position, and what that is. */
export const channelFields: Partial<Record<string, { field: ChannelField; model: DocumentModel }>> = {
  lead: { field: 'teamId', model: 'sales_team' },
  ticket: { field: 'teamId', model: 'helpdesk_team' },
  task: { field: 'projectId', model: 'project' },
  applicant: { field: 'jobId', model: 'job_position' },
};

/** A first look at the form; the server checks addresses, records and conflicts in full. */
export const aliasFormSchema = z.object({
  localPart: z.string().trim().max(64, 'At most 64 characters may stand before the @.'),
  domain: z.string().nullable(),
  model: z.enum(documentModels),
  recordId: z.int().positive().nullable(),
  // Under the names they have on the server, so that what it refuses lands on its field.
  defaults: z.object({
    teamId: z.int().positive().nullable(),
    projectId: z.int().positive().nullable(),
    jobId: z.int().positive().nullable(),
    ownerId: z.string().nullable(),
    stage: z.string().nullable(),
    priority: z.string().nullable(),
  }),
  others: z
    .string()
    .refine(isObject, 'Write field names and values as JSON: {"phone": "+49 30 1234"}.')
    .transform((text): Record<string, unknown> => (text.trim() === '' ? {} : JSON.parse(text))),
  contactPolicy: z.enum(contactPolicies),
  requireVerifiedSender: z.boolean(),
  acceptAutomatic: z.boolean(),
  matchLocalPartOnly: z.boolean(),
  hourlyLimit: z.int('Write a whole number.').min(1, 'Let at least one mail an hour through.').nullable(),
  bouncedContent: z.string(),
});

function isObject(text: string): boolean {
  if (text.trim() === '') return true;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** What the form begins with; null: a new alias in this domain. */
export function valuesOf(alias: AliasItem | null, firstDomain: string | null): z.input<typeof aliasFormSchema> {
  const model = documentModels.find((name) => name === alias?.model) ?? 'lead';
  return {
    localPart: alias?.localPart ?? '',
    domain: alias ? alias.domain : firstDomain,
    model,
    recordId: alias?.recordId ?? null,
    ...fieldsOf(model, alias?.defaults ?? {}),
    contactPolicy: alias?.contactPolicy ?? 'everyone',
    requireVerifiedSender: alias?.requireVerifiedSender ?? false,
    acceptAutomatic: alias?.acceptAutomatic ?? true,
    matchLocalPartOnly: alias?.matchLocalPartOnly ?? false,
    hourlyLimit: alias?.hourlyLimit ?? null,
    bouncedContent: alias?.bouncedContent ?? '',
  };
}

/** Default values as fields of their own; those without one, or of another type than theirs, stay JSON. */
function fieldsOf(model: string, defaults: Record<string, unknown>) {
  const { ownerId, stage, priority, ...rest } = defaults;
  const channel = channelFields[model]?.field;
  const channelId = channel ? rest[channel] : undefined;
  const others: Record<string, unknown> = { ...rest };
  if (channel && typeof channelId === 'number') delete others[channel];
  if (ownerId !== undefined && typeof ownerId !== 'number') others.ownerId = ownerId;
  if (stage !== undefined && typeof stage !== 'string') others.stage = stage;
  if (priority !== undefined && typeof priority !== 'number') others.priority = priority;
  return {
    defaults: {
      ...{ teamId: null, projectId: null, jobId: null },
      ...(channel && typeof channelId === 'number' && { [channel]: channelId }),
      ownerId: typeof ownerId === 'number' ? String(ownerId) : null,
      stage: typeof stage === 'string' ? stage : null,
      priority: typeof priority === 'number' && priority > 0 ? String(priority) : null,
    },
    others: Object.keys(others).length > 0 ? JSON.stringify(others, null, 2) : '',
  };
}

type AliasFormValues = z.output<typeof aliasFormSchema>;

/** What is sent to be saved. */
export function inputOf(values: AliasFormValues): CreateAliasInput {
  const { localPart, bouncedContent, defaults: chosen, others, ...rest } = values;
  const { ownerId, stage, priority } = chosen;
  const channel = channelFields[values.model]?.field;
  const channelId = channel ? chosen[channel] : null;
  const defaults = {
    ...others,
    ...(channel && channelId !== null && { [channel]: channelId }),
    ...(ownerId !== null && { ownerId: Number(ownerId) }),
    ...(stage !== null && { stage }),
    ...(priority !== null && { priority: Number(priority) }),
  };
  return { ...rest, defaults, localPart: localPart || null, bouncedContent: bouncedContent.trim() || null };
}

/** What the server refuses, by field of the form: a default value without a field of its own was written as JSON. */
export function placedErrors(values: AliasFormValues, errors: readonly FieldError[]): FieldError[] {
  const shown = new Set(['ownerId', 'stage', 'priority', channelFields[values.model]?.field ?? '']);
  const placed: FieldError[] = [];
  for (const { path, message } of errors) {
    const [, field = ''] = /^defaults\.([^.]+)/.exec(path) ?? [];
    const isJson = path === 'defaults' || (field !== '' && !(shown.has(field) && isChosen(values, field)));
    const at = isJson ? 'others' : path;
    const same = placed.find((one) => one.path === at);
    if (same) same.message += ` ${message}`;
    else placed.push({ path: at, message });
  }
  return placed;
}

function isChosen({ defaults }: AliasFormValues, field: string): boolean {
  return Object.entries(defaults).some(([name, value]) => name === field && value !== null);
}
