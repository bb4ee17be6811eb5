import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { Column, FilterDef, GroupDef } from '#components/table/list-types.ts';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import type { DocumentItem } from '#lib/documents/document-definition.ts';
import type { FormOptions } from '#lib/documents/read-form-options.ts';

export interface FieldsProps {
  /** Null while a new one is written. */
  item: DocumentItem | null;
  options: FormOptions;
}

/** How one model looks: its list and its form. A new model is one file exporting this, and one line in `screens.ts`. */
export interface DocumentScreen {
  model: DocumentModel;
  /** Of the list; the form is at `<path>/<id>`. */
  path: string;
  title: string;
  /** Crumbs above the list. */
  app: { label: string; href?: string }[];
  icon: LucideIcon;
  noun: { one: string; many: string };
  /** What this is, in one sentence. */
  about: string;
  searchPlaceholder: string;
  columns: Column<DocumentItem>[];
  filters: (options: FormOptions) => FilterDef[];
  groups: GroupDef<DocumentItem>[];
  /** In order; empty where the model has none. */
  stages: { value: string; label: string }[];
  /** What whoever looks after one is called; null where nobody does. */
  ownerLabel: string | null;
  schema: z.ZodType;
  /** What the form begins with. */
  valuesOf: (item: DocumentItem | null) => Record<string, unknown>;
  fields: (props: FieldsProps) => ReactNode;
  /** One line under the title. */
  hint?: ((item: DocumentItem, options: FormOptions) => ReactNode) | undefined;
}

/** A field of an item as text for a form. */
export function textOf(item: DocumentItem | null, field: string): string {
  const value = item?.[field];
  return value === null || value === undefined ? '' : String(value);
}

/** Owners as options of a filter. */
export function ownerChoices({ owners }: FormOptions): { value: string; label: string }[] {
  return owners.map(({ id, name }) => ({ value: String(id), label: name }));
}

/** Lists hide what was archived unless asked. */
export const archivedFilter: FilterDef = {
  key: 'active',
  label: 'Archived',
  kind: 'choice',
  single: true,
  options: [
    { value: 'false', label: 'Archived only' },
    { value: 'true,false', label: 'Active and archived' },
  ],
};
