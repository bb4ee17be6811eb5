import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { pageContext } from '#lib/auth/page-context.ts';
import { AppError } from '#lib/core/errors.ts';
import type { DocumentDefinition, DocumentItem } from '#lib/documents/document-definition.ts';
import { readFormOptions } from '#lib/documents/read-form-options.ts';
import { allModels } from '#lib/documents/registry.ts';
import { NewDocument } from './document-form.tsx';
import { DocumentList } from './document-list.tsx';
import { DocumentView } from './document-view.tsx';

/** The list of the model whose pages are at `path`. */
export async function DocumentListPage({ path }: { path: string }) {
  const definition = modelAt(path);
  const ctx = await pageContext();
  const options = await readFormOptions(ctx, null);
  return (
    <Suspense>
      <DocumentList model={definition.name} options={options} />
    </Suspense>
  );
}

/** The form for a new document. */
export async function NewDocumentPage({ path }: { path: string }) {
  const definition = modelAt(path);
  const ctx = await pageContext();
  return <NewDocument model={definition.name} options={await readFormOptions(ctx, null)} />;
}

/** One document with its chatter. */
export async function DocumentPage({ path, id }: { path: string; id: string }) {
  const definition = modelAt(path);
  const ctx = await pageContext();
  const item = await readDocument(definition, id);
  const { contactId, userId, name, role } = ctx.actor;
  return (
    <DocumentView
      key={item.id}
      model={definition.name}
      item={item}
      options={await readFormOptions(ctx, item.companyId)}
      me={{ contactId, userId, name, isAdministrator: role === 'administrator' }}
    />
  );
}

/** The title of a document's tab. */
export async function documentTitle(path: string, id: string): Promise<string> {
  return (await readDocument(modelAt(path), id)).name;
}

/** The name of a model in the plural, for the title of its list. */
export function listTitle(path: string): string {
  const { labelPlural } = modelAt(path);
  return labelPlural.charAt(0).toUpperCase() + labelPlural.slice(1);
}

function modelAt(path: string): DocumentDefinition {
  return allModels().find((definition) => definition.path === path) ?? notFound();
}

async function readDocument(definition: DocumentDefinition, text: string): Promise<DocumentItem> {
  const id = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : notFound();
  const ctx = await pageContext();
  try {
    return await definition.read(ctx, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}
