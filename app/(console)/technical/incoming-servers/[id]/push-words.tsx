import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { IncomingServerItem } from '#lib/mail/servers/incoming-server-schema.ts';

/** How new mail becomes known: pushed by the server, or by asking every few minutes. */
export function PushWords({ pushState, pushSince, pushError }: IncomingServerItem) {
  const since = pushSince ? <RelativeTime value={pushSince} /> : null;
  switch (pushState) {
    case 'on':
      return <>On (IDLE): new mail is here within seconds. Listening since {since}</>;
    case 'not_offered':
      return <>Not offered by the server: polled only</>;
    case 'reconnecting':
      return (
        <span className="text-danger">
          Reconnecting since {since}: {pushError} New mail comes with the next run.
        </span>
      );
    default:
      return <>Off: polled only</>;
  }
}
