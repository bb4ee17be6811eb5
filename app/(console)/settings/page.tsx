import { redirect } from 'next/navigation';
import { pageContext } from '#lib/auth/page-context.ts';

/** `/settings` opens what the user's role has there. */
export default async function SettingsPage() {
  const { actor } = await pageContext();
  redirect(actor.role === 'administrator' ? '/settings/general' : '/settings/preferences');
}
