'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { postJson } from '#app/api-client.ts';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { ErrorState } from '#components/feedback/error-state.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { FailureGroup } from '#lib/mail/outgoing/email-schema.ts';
import { failureGroupsQuery } from '../queries.ts';
import { FailureCard } from './failure-card.tsx';

/** One card a cause: mend it once, retry them all. */
export function FailureGroups() {
  const queries = useQueryClient();
  const { data, isPending, isError, error, refetch } = useQuery(failureGroupsQuery);
  const retry = async (group: FailureGroup) => {
    await retryGroup(group).catch((error: Error) => toast.error(error.message));
    await queries.invalidateQueries({ queryKey: ['emails'] });
  };
  return (
    <>
      <PageHeader
        title="Failures by cause"
        description="Recipients who did not get their mail, grouped by server and answer. Mend the cause, then retry the group."
        crumbs={[
          { label: 'Technical' },
          { label: 'Emails', href: '/technical/emails' },
          { label: 'Failures by cause' },
        ]}
      />
      <PageBody className="flex flex-col gap-3">
        {isPending ? ['a', 'b', 'c'].map((key) => <Skeleton key={key} className="h-36 w-full rounded-lg" />) : null}
        {isError ? (
          <ErrorState
            title="The failures could not be loaded"
            description={error.message}
            onRetry={() => void refetch()}
          />
        ) : null}
        {data?.items.length === 0 ? (
          <EmptyState
            icon={CircleCheck}
            title="Nothing has failed"
            description="Every recipient has the mail, or it is still on its way."
            action={
              <Button asChild>
                <Link href="/technical/emails">Back to emails</Link>
              </Button>
            }
          />
        ) : null}
        {data?.items.map((group) => (
          <FailureCard
            key={`${group.failureType} ${group.serverId} ${group.replyClass}`}
            group={group}
            onRetry={() => retry(group)}
          />
        ))}
      </PageBody>
    </>
  );
}

/** Calls that one group may take, 5000 recipients each. */
const mostCalls = 200;

async function retryGroup({ failureType, serverId, replyClass }: FailureGroup): Promise<void> {
  const filter = { failureType, serverId, replyClass };
  let total = 0;
  for (let call = 0; call < mostCalls; call++) {
    const { retried, more } = await postJson<{ retried: number; more: boolean }>('/emails/retry', { filter });
    total += retried;
    if (!more || retried === 0) break;
  }
  if (total > 0) toast.success(`${total === 1 ? '1 recipient' : `${total} recipients`} will be tried again.`);
  else toast.error('Nothing could be retried: these addresses cannot be used as they are. Correct them first.');
}
