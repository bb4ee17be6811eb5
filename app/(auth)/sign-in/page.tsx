import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Link, textLink } from '#components/ui/link.tsx';
import { currentActor } from '#lib/auth/current-actor.ts';
import { isSetUp } from '#lib/auth/setup/read-setup-state.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { AuthCard } from '../auth-card.tsx';
import { safePath } from './safe-path.ts';
import { SignInForm } from './sign-in-form.tsx';

export const metadata: Metadata = { title: 'Sign in' };

type Asked = { next?: string; callbackUrl?: string; notice?: string };

export default async function SignInPage({ searchParams }: { searchParams: Promise<Asked> }) {
  const runtime = await webRuntime();
  if (!(await isSetUp(runtime.client.db))) redirect('/setup');
  const asked = await searchParams;
  const next = safePath(asked.next ?? asked.callbackUrl);
  if (await currentActor()) redirect(next);
  return (
    <AuthCard
      title="Sign in"
      description={asked.notice === 'password' ? 'Your password is changed. Sign in with the new one.' : undefined}
      footer={
        <Link href="/forgot-password" className={textLink}>
          Forgot your password?
        </Link>
      }
    >
      <SignInForm next={next} />
    </AuthCard>
  );
}
