'use client';
import { type ReactNode, Suspense } from 'react';
import { AppShell } from '#components/frame/app-shell.tsx';
import { CommandPalette } from '#components/frame/command-palette.tsx';
import { AlertsBell, FailuresBadge } from '#components/frame/top-bar-badges.tsx';
import { UserMenu } from '#components/frame/user-menu.tsx';
import { LocaleProvider, useFormats } from '#components/ui/locale.tsx';
import type { InstanceItem } from '#lib/instance/instance-schema.ts';
import { AlertList } from './alert-list.tsx';
import { CompanyMark } from './company-mark.tsx';
import { CopyBanner } from './copy-banner.tsx';
import { DailyLimitBanner } from './daily-limit-banner.tsx';
import { DebugSwitch } from './debug-switch.tsx';
import { useMyCounts, useOpenAlerts, useQuarantined } from './frame-queries.ts';
import { LiveUpdates } from './live-updates.tsx';
import { MailBanner } from './mail-banner.tsx';
import { type ConsoleUser, type MailDestinationKind, navigationFor } from './navigation.ts';
import { paletteItems } from './palette-items.ts';
import { searchEverything } from './palette-search.ts';
import { useSignOut } from './use-sign-out.ts';

interface ConsoleShellProps {
  user: ConsoleUser;
  /** Where mail leaves to at present. */
  destination: MailDestinationKind;
  /** Whether this database is a copy, which sends nothing. */
  instance: InstanceItem;
  /** Whether mail sent now counts towards a daily limit. */
  limited: boolean;
  children: ReactNode;
}

/** The frame around every page of the console: navigation, search, what needs attention, and the user's formats. */
export function ConsoleShell({ user, destination, instance, limited, children }: ConsoleShellProps) {
  const { locale } = useFormats();
  const { unread, failures } = useMyCounts();
  const alerts = useOpenAlerts(user.isAdministrator);
  const quarantined = useQuarantined(user.isAdministrator && user.developerMode);
  const signOut = useSignOut();
  const sections = navigationFor({ user, destination, inbox: unread, quarantined, instance });
  return (
    <LocaleProvider locale={locale} timeZone={user.timeZone ?? undefined}>
      <LiveUpdates />
      <Suspense>
        <DebugSwitch developerMode={user.developerMode} />
      </Suspense>
      <AppShell
        sections={sections}
        company={(narrow) => <CompanyMark name={user.company} narrow={narrow} />}
        search={
          <CommandPalette
            items={paletteItems({ sections, user, signOut })}
            search={(text) => searchEverything(text, user.isAdministrator)}
          />
        }
        failures={<FailuresBadge count={failures} href="/inbox?view=failures" />}
        alerts={
          user.isAdministrator ? (
            <AlertsBell count={alerts.total}>
              <AlertList alerts={alerts.items} total={alerts.total} />
            </AlertsBell>
          ) : undefined
        }
        userMenu={
          <UserMenu name={user.name} email={user.email} preferencesHref="/settings/preferences" onSignOut={signOut} />
        }
        banners={
          instance.capturing ? (
            <CopyBanner initial={instance} isAdministrator={user.isAdministrator} />
          ) : (
            <>
              <MailBanner destination={destination} isAdministrator={user.isAdministrator} />
              {limited ? (
                <DailyLimitBanner isAdministrator={user.isAdministrator} inside={user.notification === 'inbox'} />
              ) : null}
            </>
          )
        }
      >
        {children}
      </AppShell>
    </LocaleProvider>
  );
}
