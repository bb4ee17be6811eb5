import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { AdministratorsOnly } from '../../../administrators-only.tsx';
import { documentPlaces } from '../../../document-places.ts';
import { serverChoices } from '../server-choices.ts';
import { WhatIf } from './what-if.tsx';

export const metadata: Metadata = { title: 'What would happen?' };

/** Tries a mail against the rules, and changes nothing. */
export default async function WhatIfPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="incoming mails" />;
  return <WhatIf places={documentPlaces()} servers={await serverChoices(ctx)} limitMb={ctx.env.mailInMaxMb} />;
}
