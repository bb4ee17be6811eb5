'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { ErrorState } from '#components/feedback/error-state.tsx';
import { EnvelopeIcon } from '#components/mail/envelope-icon.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import { screens } from '../[app]/[model]/screens/screens.ts';
import { ListSkeleton } from './list-skeleton.tsx';
import { type FailureEntry, failuresQuery } from './queries.ts';

/** Recipients my messages did not reach, why, and the way to the message, where one corrects and retries. */
export function FailureList() {
  const query = useQuery(failuresQuery);
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) {
    return <ErrorState title="The list could not be read" description={query.error.message} onRetry={query.refetch} />;
  }
  if (query.data.length === 0) {
    return (
      <EmptyState
        icon={CircleCheck}
        title="Everything arrived"
        description="When a message of yours does not reach somebody, it stands here with the reason."
      />
    );
  }
  return (
    <ul className="divide-y border-b">
      {query.data.map((entry) => (
        <Failure key={entry.notificationId} entry={entry} />
      ))}
    </ul>
  );
}

function Failure({ entry }: { entry: FailureEntry }) {
  const screen = screens[entry.model as DocumentModel];
  const href = `${screen?.path ?? ''}/${entry.recordId}#message-${entry.messageId}`;
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3 sm:px-6">
      <EnvelopeIcon state="failed" className="mt-1" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="wrap-anywhere text-sm">
          <bdi className="font-medium">{entry.name}</bdi>{' '}
          <bdi className="text-muted-foreground">{entry.email || 'No email address'}</bdi>{' '}
          <RelativeTime value={entry.createdAt} className="text-muted-foreground text-xs" />
        </p>
        <p className="wrap-anywhere text-sm">{entry.reason ?? 'The server gave no reason.'}</p>
      </div>
      <Button asChild size="sm">
        <Link href={href}>
          Open message<span className="sr-only"> to {entry.name}</span>
        </Link>
      </Button>
    </li>
  );
}
