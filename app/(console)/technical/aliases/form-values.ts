import { z } from 'zod';
import { contactPolicies, documentModels } from '#lib/core/enumerations.ts';
import type { AliasItem, CreateAliasInput } from '#lib/mail/aliases/alias-schema.ts';

/** A first look at the form; the server checks addresses, records and conflicts in full. */
export const aliasFormSchema = z.object({
  localPart: z.string().trim().max(64, 'At most 64 characters may stand before the @.'),
  domain: z.string().nullable(),
  model: z.enum(documentModels),
  recordId: z.int('Write the number of a record.').positive('Write the number of a record.').nullable(),
  defaults: z
    .string()
    .refine(isObject, 'Write field names and values as JSON: {"teamId": 1}.')
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
  return {
    localPart: alias?.localPart ?? '',
    domain: alias ? alias.domain : firstDomain,
    model: documentModels.find((model) => model === alias?.model) ?? 'lead',
    recordId: alias?.recordId ?? null,
    defaults: alias && Object.keys(alias.defaults).length > 0 ? JSON.stringify(alias.defaults, null, 2) : '',
    contactPolicy: alias?.contactPolicy ?? 'everyone',
    requireVerifiedSender: alias?.requireVerifiedSender ?? false,
    acceptAutomatic: alias?.acceptAutomatic ?? true,
    matchLocalPartOnly: alias?.matchLocalPartOnly ?? false,
    hourlyLimit: alias?.hourlyLimit ?? null,
    bouncedContent: alias?.bouncedContent ?? '',
  };
}

/** What is sent to be saved. */
export function inputOf(values: z.output<typeof aliasFormSchema>): CreateAliasInput {
  const { localPart, bouncedContent, ...rest } = values;
  return { ...rest, localPart: localPart || null, bouncedContent: bouncedContent.trim() || null };
}
