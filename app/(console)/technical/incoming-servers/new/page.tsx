import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../../administrators-only.tsx';
import { mailModels } from '../mail-models.ts';
import { NewServer } from './new-server.tsx';

export const metadata: Metadata = { title: 'New incoming server' };

/** A new incoming server. */
export default async function NewIncomingServerPage() {
  const { actor } = await pageContext();
  if (actor.role !== 'administrator') return <AdministratorsOnly what="incoming mail servers" />;
  return <NewServer models={mailModels()} />;
}
