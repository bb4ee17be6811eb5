import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { showParameter } from '#lib/parameters/show-parameter.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { SigningKeys } from './signing-keys.tsx';

export const metadata: Metadata = { title: 'Signing keys' };

/** The keys mails are signed with, domain by domain, and the records that make them known. */
export default async function SigningKeysPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="signing keys" />;
  const domain = await showParameter(ctx, 'mail.catchall.domain');
  return <SigningKeys emailDomain={domain.value ?? ''} />;
}
