import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../../administrators-only.tsx';
import { AliasForm } from '../alias-form.tsx';
import { aliasFormOptions } from '../alias-form-options.ts';

export const metadata: Metadata = { title: 'New alias' };

/** A new alias. */
export default async function NewAliasPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="aliases" />;
  return (
    <AliasForm alias={null} {...(await aliasFormOptions(ctx))} names={{ channel: null, record: null }} links={[]} />
  );
}
