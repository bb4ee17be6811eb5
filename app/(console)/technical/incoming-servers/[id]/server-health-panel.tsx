'use client';
import { useQuery } from '@tanstack/react-query';
import { StateBadge } from '#components/mail/state-badge.tsx';
import { Card } from '#components/ui/card.tsx';
import { Link } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { IncomingServerItem } from '#lib/mail/servers/incoming-server-schema.ts';
import { nameOfSender } from '../../incoming-mails/sender-name.ts';
import { incomingServerQuery, lastMailsQuery, nextFetchQuery } from '../queries.ts';
import { FetchProgress, Lag } from './fetch-progress.tsx';
import { LedgerCard } from './ledger-card.tsx';
import { PushWords } from './push-words.tsx';
import { RefusedCard } from './refused-card.tsx';

const factGrid = 'grid grid-cols-[7rem_minmax(0,1fr)] gap-y-2 text-sm [&_dt]:text-muted-foreground';

/** How a confirmed server fares: last and next fetch, whether its books balance, and the mails it brought. */
export function ServerHealth({ server }: { server: IncomingServerItem }) {
  return (
    <div className="flex flex-col gap-4">
      {server.type === 'push' ? (
        <HandedOverCard id={server.id} />
      ) : (
        <>
          <FetchCard server={server} />
          <LedgerCard id={server.id} />
        </>
      )}
      <MailsCard id={server.id} />
      {server.type === 'push' ? <RefusedCard /> : null}
    </div>
  );
}

function FetchCard({ server }: { server: IncomingServerItem }) {
  const live = useQuery(incomingServerQuery(server.id));
  const next = useQuery(nextFetchQuery);
  const { lastFetchAt, lastError, lastErrorAt, failureCount } = live.data ?? server;
  return (
    <Card title="Fetching">
      <FetchProgress id={server.id} where="wide" />
      <dl className={factGrid}>
        <dt>Last fetch</dt>
        <dd>{lastFetchAt ? <RelativeTime value={lastFetchAt} /> : 'Never'}</dd>
        <dt>Next run</dt>
        <dd>{next.data?.active ? <RelativeTime value={next.data.nextRunAt} /> : 'Not planned'}</dd>
        <dt>Lag</dt>
        <dd>
          <Lag id={server.id} />
        </dd>
        {server.type === 'imap' ? (
          <>
            <dt>Push</dt>
            <dd className="wrap-anywhere">
              <PushWords {...(live.data ?? server)} />
            </dd>
          </>
        ) : null}
        <dt>Last error</dt>
        <dd className="wrap-anywhere">
          {lastError ? (
            <span className="text-danger">
              {lastError}
              {failureCount > 1 ? ` ${failureCount} fetches in a row have failed.` : ''}
            </span>
          ) : (
            'None'
          )}
          {lastErrorAt ? (
            <span className="text-muted-foreground">
              {' '}
              <RelativeTime value={lastErrorAt} />
            </span>
          ) : null}
        </dd>
      </dl>
    </Card>
  );
}

/** Of a server that hands mails over, which has no fetches. */
function HandedOverCard({ id }: { id: number }) {
  return (
    <Card title="Processing">
      <dl className={factGrid}>
        <dt>Lag</dt>
        <dd>
          <Lag id={id} />
        </dd>
      </dl>
    </Card>
  );
}

function MailsCard({ id }: { id: number }) {
  const { data } = useQuery(lastMailsQuery(id));
  const mails = data?.items ?? [];
  return (
    <Card title="Last mails" flush>
      {data && mails.length === 0 ? <p className="px-5 pb-4 text-muted-foreground text-sm">None yet.</p> : null}
      <ul className="divide-y border-t empty:hidden">
        {mails.map((mail) => (
          <li key={mail.id}>
            <Link
              href={`/technical/incoming-mails/${mail.id}`}
              className="block px-5 py-2 text-sm hover:bg-canvas focus-visible:-outline-offset-2"
            >
              <span className="flex items-baseline justify-between gap-3">
                <span dir="auto" className="truncate font-medium">
                  {mail.subject || 'No subject'}
                </span>
                <RelativeTime value={mail.receivedAt} className="shrink-0 text-muted-foreground text-xs" />
              </span>
              <span className="mt-1 flex items-center justify-between gap-3">
                <span dir="auto" title={mail.from ?? undefined} className="truncate text-muted-foreground">
                  {nameOfSender(mail.from)}
                </span>
                {mail.outcome ? <StateBadge kind="outcome" state={mail.outcome} /> : null}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
