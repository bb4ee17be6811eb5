'use client';
import { Pause } from 'lucide-react';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';

/** While a server is paused after failures: why, and when it is tried again. */
export function BreakerNotice({ server: { breaker, active } }: { server: OutgoingServerItem }) {
  if (breaker.state !== 'open' || !active) return null;
  return (
    <div className="mb-6 flex max-w-3xl gap-2.5 rounded-lg border border-danger-line bg-danger-soft px-3 py-2.5 text-danger text-sm">
      <Pause aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p className="font-medium">
          Paused {breaker.openedAt ? <RelativeTime value={breaker.openedAt} /> : null} after failures
        </p>
        {breaker.reason ? <p className="wrap-anywhere">{breaker.reason}</p> : null}
        <p>
          Mail for it waits and loses no attempt.
          {breaker.nextProbeAt ? (
            <>
              {' '}
              It is tried again <RelativeTime value={breaker.nextProbeAt} />,{' '}
            </>
          ) : (
            ' It is tried again '
          )}
          and at once when you save this form.
        </p>
      </div>
    </div>
  );
}
