import type { Ctx } from '#lib/db/context.ts';
import { allModels } from '#lib/documents/registry.ts';
import { listAliasDomains } from '#lib/mail/aliases/list-alias-domains.ts';

/** What the form of an alias offers: email domains, and documents that mails can create. */
export async function aliasFormOptions(ctx: Ctx) {
  const sort = { field: 'sequence', descending: false };
  const { items } = await listAliasDomains(ctx, { limit: 200, sort, filters: [] });
  const models = allModels()
    .filter((model) => model.createFromMail !== undefined)
    .map(({ name, label }) => ({ value: name, label: label.charAt(0).toUpperCase() + label.slice(1) }));
  return { domains: [...new Set(items.map(({ name }) => name))], models };
}
