import type { Metadata } from 'next';
import { Link, textLink } from '#components/ui/link.tsx';
import { AuthCard } from '../auth-card.tsx';
import { ForgotPasswordForm } from './forgot-password-form.tsx';

export const metadata: Metadata = { title: 'Forgot password' };

export default function ForgotPasswordPage() {
  return (
    <AuthCard
      title="Choose a new password"
      description="Write the address you sign in with. We mail you a link to choose a new password."
      footer={
        <Link href="/sign-in" className={textLink}>
          Back to sign in
        </Link>
      }
    >
      <ForgotPasswordForm />
    </AuthCard>
  );
}
