import type { Metadata } from 'next';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import { listMySessions } from '#lib/auth/list-my-sessions.ts';
import { pageContext } from '#lib/auth/page-context.ts';
import { readPreferences } from '#lib/users/read-preferences.ts';
import { PasswordForm } from './password-form.tsx';
import { PreferencesForm } from './preferences-form.tsx';
import { SessionsCard } from './sessions-card.tsx';

export const metadata: Metadata = { title: 'Preferences' };

/** What the signed-in user decides about themselves. */
export default async function PreferencesPage() {
  const ctx = await pageContext();
  const [me, sessions] = await Promise.all([readPreferences(ctx), listMySessions(ctx)]);
  const { name, notification, timeZone, signature, alertMails, email, role } = me;
  return (
    <>
      <PageHeader
        title="Preferences"
        description={`You are signed in as ${email}.`}
        crumbs={[{ label: 'Preferences' }]}
      />
      <PageBody>
        <PreferencesForm
          me={{ name, notification, timeZone, signature, alertMails }}
          isAdministrator={role === 'administrator'}
        />
        <PasswordForm />
        <SessionsCard sessions={sessions} />
      </PageBody>
    </>
  );
}
