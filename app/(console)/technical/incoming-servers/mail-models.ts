import { allModels } from '#lib/documents/registry.ts';

/** The documents a mail can create, for a choice. */
export function mailModels(): { value: string; label: string }[] {
  return allModels()
    .filter((model) => model.createFromMail !== undefined)
    .map(({ name, label }) => ({ value: name, label: label.charAt(0).toUpperCase() + label.slice(1) }));
}
