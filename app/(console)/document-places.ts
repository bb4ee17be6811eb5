import { allModels } from '#lib/documents/registry.ts';

/** Where documents of each model are shown, for screens that name documents they know only by model and id. */
export type DocumentPlaces = Record<string, { label: string; path: string }>;

export function documentPlaces(): DocumentPlaces {
  return Object.fromEntries(allModels().map(({ name, label, path }) => [name, { label, path }]));
}
