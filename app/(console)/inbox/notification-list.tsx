'use client';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Check, Inbox, Lock } from 'lucide-react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { ErrorState } from '#components/feedback/error-state.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Link } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { markRead } from './actions.ts';
import { ListSkeleton } from './list-skeleton.tsx';
import { type InboxEntry, inboxQuery } from './queries.ts';

/** My notifications; opening one marks it as read. */
export function NotificationList({ withRead }: { withRead: boolean }) {
  const queries = useQueryClient();
  const query = useInfiniteQuery(inboxQuery(withRead));
  const read = async (id: number) => {
    await markRead([id]);
    await queries.invalidateQueries({ queryKey: ['inbox'] });
  };
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) {
    return <ErrorState title="The Inbox could not be read" description={query.error.message} onRetry={query.refetch} />;
  }
  const entries = query.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) {
    return (
      <EmptyState
        icon={Inbox}
        title={withRead ? 'Nothing yet' : 'All read'}
        description="Messages of documents you follow appear here once you choose the Inbox under Preferences; until then they come by email."
        action={
          <Button asChild>
            <Link href="/settings/preferences">Open preferences</Link>
          </Button>
        }
      />
    );
  }
  return (
    <div className="flex flex-col">
      <ul className="divide-y border-b">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} onRead={() => void read(entry.id)} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
          className="my-4 self-center"
        >
          Show older ones
        </Button>
      ) : null}
    </div>
  );
}

function Entry({ entry, onRead }: { entry: InboxEntry; onRead: () => void }) {
  const isUnread = entry.readAt === null;
  return (
    <li className="relative flex items-start gap-3 px-4 py-3 hover:bg-canvas sm:px-6">
      <Avatar name={entry.authorName} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 text-sm">
          <bdi className={cn('wrap-anywhere', isUnread && 'font-medium')}>{entry.authorName}</bdi>
          {entry.internal ? (
            <span className="inline-flex items-center gap-1 text-warning text-xs">
              <Lock aria-hidden className="size-3" /> Note
            </span>
          ) : null}
          <RelativeTime value={entry.createdAt} className="text-muted-foreground text-xs" />
          {isUnread ? <span className="rounded-md bg-primary-soft px-1.5 text-primary text-xs">New</span> : null}
        </p>
        <Link
          href={`${entry.path}#message-${entry.messageId}`}
          onClick={() => isUnread && onRead()}
          className={cn('block truncate rounded-sm after:absolute after:inset-0', isUnread && 'font-medium')}
        >
          <bdi>{entry.recordName}</bdi>
        </Link>
        <p dir="auto" className="line-clamp-2 text-muted-foreground text-sm">
          {entry.preview}
        </p>
      </div>
      {isUnread ? (
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Mark as read: ${entry.recordName}`}
          title="Mark as read"
          onClick={onRead}
          className="relative z-1"
        >
          <Check aria-hidden />
        </Button>
      ) : null}
    </li>
  );
}
