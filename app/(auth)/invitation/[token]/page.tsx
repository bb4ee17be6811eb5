import type { Metadata } from 'next';
import { LinkPage } from '../../link-page.tsx';

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <LinkPage
      token={token}
      kind="invitation"
      title={(name) => `Welcome, ${name}`}
      over="If you have not chosen a password yet, ask your administrator for a new invitation."
    />
  );
}
