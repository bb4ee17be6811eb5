import { pageContext } from '#lib/auth/page-context.ts';
import { InboxView } from './inbox-view.tsx';

export const metadata = { title: 'Inbox' };

export default async function Page() {
  await pageContext();
  return <InboxView />;
}
