import type { ReactNode } from 'react';
import { pageContext } from '#lib/auth/page-context.ts';
import { readInstance } from '#lib/instance/read-instance.ts';
import { hasDailyLimit } from '#lib/mail/outgoing/daily-limit/has-daily-limit.ts';
import { readMailDestination } from '#lib/mail/servers/read-mail-destination.ts';
import { readPreferences } from '#lib/users/read-preferences.ts';
import { ConsoleShell } from './console-shell.tsx';

/** Everything behind sign-in: checks the session, and puts the frame around the page. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext();
  const [me, destination, instance, limited] = await Promise.all([
    readPreferences(ctx),
    readMailDestination(ctx),
    readInstance(ctx),
    hasDailyLimit(ctx),
  ]);
  return (
    <ConsoleShell
      user={{
        name: me.name,
        email: me.email,
        isAdministrator: ctx.actor.role === 'administrator',
        developerMode: me.developerMode,
        timeZone: me.timeZone,
        notification: me.notification,
        company: me.companies[0]?.name ?? 'PerfectWORK Mail',
      }}
      destination={destination.kind}
      instance={instance}
      limited={limited}
    >
      {children}
    </ConsoleShell>
  );
}
