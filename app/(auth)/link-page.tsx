import { redirect } from 'next/navigation';
import { Link, textLink } from '#components/ui/link.tsx';
import { currentActor } from '#lib/auth/current-actor.ts';
import { readLink } from '#lib/auth/passwords/read-link.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { anonymousActor } from '#lib/db/context.ts';
import { AuthCard } from './auth-card.tsx';
import { ChoosePasswordForm } from './choose-password-form.tsx';

export interface LinkPageProps {
  token: string;
  kind: 'invitation' | 'password_reset';
  title: (name: string) => string;
  /** What to do when the link works no longer. */
  over: string;
}

/** What a link of an invitation or a forgotten password opens. Looking at it uses nothing up. */
export async function LinkPage({ token, kind, title, over }: LinkPageProps) {
  const runtime = await webRuntime();
  const owner = await readLink(runtime.ctxFor(anonymousActor), token, kind);
  // Also right after the form has used the link up and signed its owner in.
  if (!owner && (await currentActor())) redirect('/');
  const footer = (
    <Link href={owner || kind === 'invitation' ? '/sign-in' : '/forgot-password'} className={textLink}>
      {owner || kind === 'invitation' ? 'Back to sign in' : 'Ask for a new link'}
    </Link>
  );
  if (!owner) {
    return (
      <AuthCard title="This link works no longer" footer={footer}>
        <p className="mt-2 text-sm">It was used already or has expired. {over}</p>
      </AuthCard>
    );
  }
  return (
    <AuthCard title={title(owner.name)} description={`You sign in with ${owner.email}.`} footer={footer}>
      <ChoosePasswordForm token={token} kind={kind} email={owner.email} />
    </AuthCard>
  );
}
