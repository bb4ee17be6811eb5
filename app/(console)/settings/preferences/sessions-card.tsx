'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Monitor, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Section } from '#components/form/section.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { SessionItem } from '#lib/auth/list-my-sessions.ts';
import { endAllSessions } from './actions.ts';
import { browserWords, isPhone } from './browser-words.ts';

/** The browsers one is signed in with, and the way out of all of them. */
export function SessionsCard({ sessions }: { sessions: SessionItem[] }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const endAll = async () => {
    const result = await endAllSessions();
    if (!result.ok) {
      toast.error(result.message);
      return;
    }
    queries.clear();
    window.location.assign('/sign-in');
  };
  const count = sessions.length === 1 ? 'This browser is' : `All ${sessions.length} browsers, this one too, are`;
  return (
    <Section
      title="Signed-in browsers"
      description="Do you not know one of them? Sign out everywhere, then change your password."
      className="border-t! pt-7!"
    >
      <ul className="divide-y rounded-lg border">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center gap-3 px-4 py-3 text-sm">
            <DeviceIcon userAgent={session.userAgent} />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{browserWords(session.userAgent)}</p>
              <p className="truncate text-muted-foreground">
                {session.ipAddress ? `${session.ipAddress}, ` : null}signed in{' '}
                <RelativeTime value={session.createdAt} />
              </p>
            </div>
            {session.isCurrent ? (
              <Badge tone="accent">This browser</Badge>
            ) : (
              <RelativeTime value={session.lastSeenAt} className="text-muted-foreground" />
            )}
          </li>
        ))}
      </ul>
      <div>
        <Button variant="danger-soft" onClick={() => setAsking(true)}>
          Sign out everywhere
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        danger
        title="Sign out everywhere?"
        description={`${count} signed out at once. API keys keep working.`}
        confirmLabel="Sign out everywhere"
        onConfirm={endAll}
      />
    </Section>
  );
}

function DeviceIcon({ userAgent }: { userAgent: string | null }) {
  const Icon = isPhone(userAgent) ? Smartphone : Monitor;
  return <Icon aria-hidden className="size-5 shrink-0 text-muted-foreground" />;
}
