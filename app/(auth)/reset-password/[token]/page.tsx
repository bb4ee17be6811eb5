import type { Metadata } from 'next';
import { LinkPage } from '../../link-page.tsx';

export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer' };

export default async function ResetPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <LinkPage
      token={token}
      kind="password_reset"
      title={() => 'Choose a new password'}
      over="Ask for a new one; it takes a minute."
    />
  );
}
