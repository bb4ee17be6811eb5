import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { readInstance } from '#lib/instance/read-instance.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { CapturedMail } from './captured-mail.tsx';

export const metadata: Metadata = { title: 'Captured mail' };

/** What a copied database would have sent, and how to claim it. */
export default async function CapturedMailPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="captured mail" />;
  return <CapturedMail initial={await readInstance(ctx)} />;
}
