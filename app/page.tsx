import { redirect } from 'next/navigation';
import { pageContext } from '#lib/auth/page-context.ts';

/** The first page is the first app. */
export default async function Home() {
  await pageContext();
  redirect('/crm/leads');
}
