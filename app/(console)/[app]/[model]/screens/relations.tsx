'use client';
import { getJson } from '#app/api-client.ts';
import { RelationField } from '#components/form/relation-field.tsx';
import type { ListPage } from '#lib/core/list-query.ts';
import type { DocumentItem } from '#lib/documents/document-definition.ts';
import type { FormOptions } from '#lib/documents/read-form-options.ts';

interface LinkFieldProps {
  name: string;
  label: string;
  help?: string;
  /** Name of the one stored now. */
  initialLabel: unknown;
  initialId: unknown;
}

/** Another document, found by its name or address. */
export function DocumentField({ model, ...props }: LinkFieldProps & { model: string }) {
  const { initialId, initialLabel, ...field } = props;
  return (
    <RelationField
      {...field}
      optional
      idOnly
      initial={initialId ? { id: Number(initialId), label: String(initialLabel ?? `#${initialId}`) } : null}
      queryKey={['records', model, 'options']}
      search={(text) => findDocuments(model, text)}
      placeholder="Search by name or address"
    />
  );
}

/** A user of one's companies. */
export function OwnerField({ options, ...props }: LinkFieldProps & { options: FormOptions }) {
  const { initialId, initialLabel, ...field } = props;
  const find = async (text: string) => {
    const asked = text.toLocaleLowerCase();
    const found = options.owners.filter((owner) => owner.name.toLocaleLowerCase().includes(asked));
    return found.slice(0, 50).map(({ id, name }) => ({ id, label: name }));
  };
  return (
    <RelationField
      {...field}
      optional
      idOnly
      initial={initialId ? { id: Number(initialId), label: String(initialLabel ?? `User ${initialId}`) } : null}
      queryKey={['owners', options.owners.length]}
      search={find}
      placeholder="Nobody"
    />
  );
}

async function findDocuments(model: string, q: string) {
  const asked = new URLSearchParams({ limit: '20', ...(q ? { q } : {}) });
  const page = await getJson<ListPage<DocumentItem>>(`/records/${model}`, asked);
  return page.items.map((item) => ({
    id: item.id,
    label: item.name,
    note: String(item.email ?? item.aliasAddress ?? ''),
  }));
}
