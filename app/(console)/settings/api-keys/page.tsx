import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { ApiKeysTable } from './api-keys-table.tsx';

export const metadata: Metadata = { title: 'API keys' };

/** The keys programs sign in with. Everybody has their own; administrators see all. */
export default async function ApiKeysPage() {
  const { env } = await pageContext();
  return <ApiKeysTable publicUrl={env.publicUrl} />;
}
