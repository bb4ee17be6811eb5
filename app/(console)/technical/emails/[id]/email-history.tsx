'use client';
import { CalendarClock, FilePenLine, Server } from 'lucide-react';
import { Timeline, type TimelineEvent } from '#components/feedback/timeline.tsx';
import { TraceList } from '#components/feedback/trace-list.tsx';
import type { EmailDetail } from '#lib/mail/outgoing/email-schema.ts';
import { DocumentLink } from '../../../document-link.tsx';
import type { DocumentPlaces } from '../../../document-places.ts';
import { Unfold } from '../../../unfold.tsx';

/** What happened to the mail as a whole: where it came from, and why this server. */
export function EmailHistory({ email, places }: { email: EmailDetail; places: DocumentPlaces }) {
  return <Timeline label="History of the mail" events={eventsOf(email, places)} />;
}

function eventsOf(email: EmailDetail, places: DocumentPlaces): TimelineEvent[] {
  const { createdAt, model, recordId, scheduledAt, serverId, serverName, trace, recipientCount, headerFrom, from } =
    email;
  const events: TimelineEvent[] = [
    {
      id: 'created',
      icon: FilePenLine,
      at: createdAt,
      title: (
        <>
          Written for {recipientCount === 1 ? '1 recipient' : `${recipientCount} recipients`}
          {model && recordId ? (
            <>
              {' '}
              on <DocumentLink places={places} model={model} recordId={recordId} />
            </>
          ) : null}
        </>
      ),
    },
  ];
  if (scheduledAt) {
    const isAhead = new Date(scheduledAt) > new Date();
    events.push({
      id: 'scheduled',
      icon: CalendarClock,
      at: scheduledAt,
      title: isAhead ? 'Waits for its time' : 'Its time had come',
      future: isAhead,
    });
  }
  if (serverName !== null || serverId !== null) {
    events.push({
      id: 'server',
      icon: Server,
      tone: 'accent',
      title: `${serverName ?? 'A server that is gone'} was chosen`,
      children: (
        <>
          {headerFrom && addressIn(headerFrom) !== addressIn(from) ? (
            <p className="wrap-anywhere">
              It goes out From {headerFrom}, because the author’s own address may not be used with this server.
            </p>
          ) : null}
          {trace.length > 0 ? (
            <Unfold label="Why this server">
              <TraceList trace={trace} label="Why this server" />
            </Unfold>
          ) : null}
        </>
      ),
    });
  } else {
    events.push({ id: 'server', icon: Server, title: 'The server is chosen when it is sent', future: true });
  }
  return events;
}

/** From and Written by may differ in quotes alone. */
function addressIn(mailbox: string | null): string {
  return (/<([^<>]*)>\s*$/.exec(mailbox ?? '')?.[1] ?? mailbox ?? '').toLowerCase();
}
