'use client';
import { CircleCheck, CircleDashed } from 'lucide-react';
import { useState } from 'react';
import { Section } from '#components/form/section.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import type { OauthSetup } from '#lib/mail/servers/oauth/oauth-setup-schema.ts';
import { ProviderSheet } from './provider-sheet.tsx';

/** How this installation is registered with Google and Microsoft, so that mail accounts there can be connected. */
export function MailAccounts({ setups }: { setups: OauthSetup[] }) {
  const { refresh } = useNavigation();
  const [open, setOpen] = useState<OauthSetup | null>(null);
  return (
    <div id="mail-accounts" className="@container scroll-mt-16">
      <Section
        title="Mail accounts"
        description="Accounts at Google and Microsoft are connected by consent, without a password. For that this installation is registered with each of them, once."
        className="border-t! pt-7!"
      >
        <ul className="divide-y overflow-hidden rounded-lg border">
          {setups.map((setup) => (
            <li key={setup.provider} className="flex items-center gap-3 px-4 py-3 text-sm">
              <span className="min-w-0 flex-1 font-medium">{setup.name}</span>
              {setup.clientId && setup.secretSetAt ? (
                <Badge tone="success" icon={CircleCheck}>
                  Registered
                </Badge>
              ) : (
                <Badge tone="neutral" icon={CircleDashed}>
                  Not registered
                </Badge>
              )}
              <Button
                size="sm"
                aria-label={`${setup.clientId ? 'Change' : 'Set up'} ${setup.name}`}
                onClick={() => setOpen(setup)}
              >
                {setup.clientId ? 'Change' : 'Set up'}
              </Button>
            </li>
          ))}
        </ul>
      </Section>
      {open ? (
        <ProviderSheet
          setup={open}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            refresh();
          }}
        />
      ) : null}
    </div>
  );
}
