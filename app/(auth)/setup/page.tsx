import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { readSetupState } from '#lib/auth/setup/read-setup-state.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { anonymousActor } from '#lib/db/context.ts';
import { AuthCard } from '../auth-card.tsx';
import { SetupForm } from './setup-form.tsx';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetupPage() {
  const runtime = await webRuntime();
  const state = await readSetupState(runtime.ctxFor(anonymousActor));
  // To the console, which asks who is not signed in to do so: this also runs right after the form signed somebody in.
  if (state.isSetUp) redirect('/');
  return (
    <AuthCard
      wide
      title="Welcome. Let us set up your mail"
      description="This takes a minute: your company, and you as its administrator. Everything can be changed later."
    >
      <SetupForm needsCode={state.needsCode} demoData={runtime.env.seedDemo} />
    </AuthCard>
  );
}
