'use client';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Suspense, useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { StateTabs } from '#components/ui/tabs.tsx';
import { markRead } from './actions.ts';
import { FailureList } from './failure-list.tsx';
import { NotificationList } from './notification-list.tsx';
import { failuresQuery, inboxQuery } from './queries.ts';

const views = ['unread', 'all', 'failures'] as const;

/** What waits for me: notifications, and messages of mine that did not arrive. */
export function InboxView() {
  return (
    <Suspense>
      <Inbox />
    </Suspense>
  );
}

function Inbox() {
  const [view, setView] = useQueryState('view', parseAsStringLiteral(views).withDefault('unread'));
  const [busy, setBusy] = useState(false);
  const queries = useQueryClient();
  const unread = useInfiniteQuery(inboxQuery(false)).data?.pages[0]?.total;
  const failures = useQuery(failuresQuery).data?.length;
  const readAll = async () => {
    setBusy(true);
    const result = await markRead(null).finally(() => setBusy(false));
    if (!result.ok) return void toast.error(result.message);
    await queries.invalidateQueries({ queryKey: ['inbox'] });
  };
  const tabs = [
    { value: 'unread', label: 'Unread', count: unread },
    { value: 'all', label: 'All' },
    { value: 'failures', label: 'Not delivered', count: failures && failures >= 100 ? '100+' : failures },
  ];
  return (
    <>
      <PageHeader
        title="Inbox"
        crumbs={[{ label: 'Inbox' }]}
        description="Messages and notes meant for you, and messages of yours that did not arrive."
        actions={
          unread ? (
            <Button loading={busy} onClick={() => void readAll()}>
              <CheckCheck aria-hidden /> Mark all as read
            </Button>
          ) : null
        }
      />
      <StateTabs
        label="Show"
        tabs={tabs}
        value={view}
        onValueChange={(value) => void setView(views.find((one) => one === value) ?? 'unread')}
        className="px-4 sm:px-6"
      />
      {view === 'failures' ? <FailureList /> : <NotificationList withRead={view === 'all'} />}
    </>
  );
}
