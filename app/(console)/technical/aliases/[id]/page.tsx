import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { pageContext } from '#lib/auth/page-context.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isDocumentModel, modelOf } from '#lib/documents/registry.ts';
import type { AliasItem } from '#lib/mail/aliases/alias-schema.ts';
import { readAlias } from '#lib/mail/aliases/read-alias.ts';
import { AdministratorsOnly } from '../../../administrators-only.tsx';
import { AliasForm } from '../alias-form.tsx';
import { aliasFormOptions, namedTargets } from '../alias-form-options.ts';

export const metadata: Metadata = { title: 'Alias' };

/** One alias. */
export default async function AliasPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="aliases" />;
  const alias = await readOrNotFound(ctx, (await params).id);
  const [options, names] = [await aliasFormOptions(ctx), await namedTargets(ctx, alias)];
  return <AliasForm alias={alias} {...options} names={names} links={linksOf(alias)} />;
}

function linksOf({ ownerModel, ownerId, model, recordId }: AliasItem): { label: string; href: string }[] {
  const targets = [
    { words: 'Open owner', model: ownerModel, id: ownerId },
    { words: 'Open document', model, id: recordId },
  ];
  return targets.flatMap(({ words, model: name, id }) =>
    isDocumentModel(name) && id ? [{ label: words, href: `${modelOf(name).path}/${id}` }] : [],
  );
}

async function readOrNotFound(ctx: Ctx, id: string): Promise<AliasItem> {
  if (!/^\d{1,9}$/.test(id)) notFound();
  try {
    return await readAlias(ctx, Number(id));
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}
