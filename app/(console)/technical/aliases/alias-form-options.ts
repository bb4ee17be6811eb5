import type { Ctx } from '#lib/db/context.ts';
import { readFormOptions } from '#lib/documents/read-form-options.ts';
import { allModels, isDocumentModel, modelOf } from '#lib/documents/registry.ts';
import type { AliasItem } from '#lib/mail/aliases/alias-schema.ts';
import { listAliasDomains } from '#lib/mail/aliases/list-alias-domains.ts';
import { type ChannelField, channelFields } from './form-values.ts';

/** A document that mails can create, and what it can begin with. */
export interface AliasModel {
  value: string;
  label: string;
  labelPlural: string;
  stages: { value: string; label: string }[];
  /** The team, project or position it belongs to; null where it has none. */
  channel: { field: ChannelField; model: string; label: string } | null;
}

/** What an alias names by number, as options of the fields. */
export interface NamedTargets {
  channel: { id: number; label: string } | null;
  record: { id: number; label: string } | null;
}

/** What the form of an alias offers: email domains, documents that mails can create, and who may look after them. */
export async function aliasFormOptions(ctx: Ctx) {
  const sort = { field: 'sequence', descending: false };
  const { items } = await listAliasDomains(ctx, { limit: 200, sort, filters: [] });
  const { owners } = await readFormOptions(ctx, null);
  return { domains: [...new Set(items.map(({ name }) => name))], models: aliasModels(), owners };
}

/** The names of what an alias points to; what is gone has none. */
export async function namedTargets(ctx: Ctx, alias: AliasItem): Promise<NamedTargets> {
  const channel = channelFields[alias.model];
  const channelId = channel ? alias.defaults[channel.field] : null;
  return {
    channel: channel ? await named(ctx, channel.model, channelId) : null,
    record: await named(ctx, alias.model, alias.recordId),
  };
}

async function named(ctx: Ctx, model: string, id: unknown): Promise<{ id: number; label: string } | null> {
  if (!isDocumentModel(model) || !Number.isInteger(id) || Number(id) < 1) return null;
  const { exists, name } = await modelOf(model).recordFacts(ctx, Number(id));
  return exists ? { id: Number(id), label: name } : null;
}

function aliasModels(): AliasModel[] {
  return allModels()
    .filter(({ createFromMail }) => createFromMail !== undefined)
    .map(({ name, label, labelPlural, stages }) => {
      const channel = channelFields[name];
      return {
        value: name,
        label: capital(label),
        labelPlural,
        stages: stages.map((stage) => ({ value: stage, label: capital(stage.replaceAll('_', ' ')) })),
        channel: channel ? { ...channel, label: capital(modelOf(channel.model).label) } : null,
      };
    });
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
