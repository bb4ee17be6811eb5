'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useEffect } from 'react';
import { ErrorState } from '#components/feedback/error-state.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link, textLink } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { SandboxDetail } from '#lib/mail/sandbox/read-sandbox-message.ts';
import type { DocumentPlaces } from '../document-places.ts';
import { MailContent } from '../mail-content.tsx';
import { sandboxMessageQuery } from './queries.ts';
import { ReplyBox } from './reply-box.tsx';

interface MessagePaneProps {
  id: number;
  places: DocumentPlaces;
  onBack: () => void;
}

/** The right pane: one mail as its recipient has it before them, and the answer below. */
export function MessagePane({ id, places, onBack }: MessagePaneProps) {
  const queries = useQueryClient();
  const { data, isPending, isError, error, refetch } = useQuery(sandboxMessageQuery(id));
  const wasUnread = data !== undefined && data.readAt === null;
  useEffect(() => {
    // Reading marked it as read; the list shows it so.
    if (wasUnread) void queries.invalidateQueries({ queryKey: ['sandbox', 'list'] });
  }, [wasUnread, queries]);
  return (
    <section aria-label="Message" className="flex min-w-0 flex-col gap-4 px-4 py-4 sm:px-6">
      <Button variant="ghost" size="sm" onClick={onBack} className="-ml-2 self-start md:hidden">
        <ArrowLeft aria-hidden /> All mails
      </Button>
      {isPending ? <PaneSkeleton /> : null}
      {isError ? (
        <ErrorState title="This mail could not be opened" description={error.message} onRetry={() => void refetch()} />
      ) : null}
      {data ? (
        <>
          <MessageHead message={data} />
          <MailContent
            mail={data}
            src={`/mail-bodies/sandbox/${id}`}
            title={`Message of ${data.author?.name || data.author?.address || 'nobody'} about ${data.subject || 'nothing'}`}
            emlHref={`/api/v1/sandbox/messages/${id}/eml`}
          />
          <ReplyBox message={data} places={places} />
        </>
      ) : null}
    </section>
  );
}

function MessageHead({ message }: { message: SandboxDetail }) {
  const { author, subject, to, cc, replyTo, recipients, createdAt } = message;
  const shownTo = [...to, ...cc].map(({ address }) => address.toLowerCase());
  const hidden = recipients.filter((address) => !shownTo.includes(address.toLowerCase()));
  return (
    <header className="flex flex-col gap-3">
      <h2 dir="auto" className="wrap-anywhere font-medium text-lg">
        {subject || 'No subject'}
      </h2>
      <div className="flex gap-3">
        <Avatar name={author?.name || author?.address || '?'} />
        <div className="min-w-0 flex-1 text-sm">
          <div className="flex flex-wrap items-baseline gap-x-2">
            <span dir="auto" className="wrap-anywhere font-medium">
              {author?.name || author?.address || 'Nobody'}
            </span>
            {author?.name ? <span className="wrap-anywhere text-muted-foreground">{author.address}</span> : null}
            <RelativeTime value={createdAt} className="ml-auto text-muted-foreground text-xs" />
          </div>
          <People label="to" people={to} />
          <People label="cc" people={cc} />
          <People label="answers to" people={replyTo} />
          <CaptureNote message={message} />
          {hidden.length > 0 ? (
            <p className="wrap-anywhere text-muted-foreground">
              delivered to {hidden.join(', ')}, not named in the mail
            </p>
          ) : null}
        </div>
      </div>
    </header>
  );
}

/** Why it is here, where a copied database was not allowed to send it. */
function CaptureNote({ message: { capturedServerName, releasedAt, emailId } }: { message: SandboxDetail }) {
  if (!capturedServerName) return null;
  const words = `Kept here instead of leaving through ${capturedServerName}, because this database is a copy.`;
  return (
    <p className="wrap-anywhere text-warning">
      {releasedAt ? `Was kept here at first; since then it was given to the queue to leave for real.` : words}{' '}
      {emailId ? (
        <Link href={`/technical/emails/${emailId}`} className={textLink}>
          See the mail
        </Link>
      ) : null}
    </p>
  );
}

function People({ label, people }: { label: string; people: SandboxDetail['to'] }) {
  if (people.length === 0) return null;
  const words = people.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ');
  return (
    <p dir="auto" className="wrap-anywhere text-muted-foreground">
      {label} {words}
    </p>
  );
}

function PaneSkeleton() {
  return (
    <div role="status" aria-label="Loading the mail" className="flex flex-col gap-4">
      <Skeleton className="h-6 w-1/2" />
      <div className="flex gap-3">
        <Skeleton className="size-8 rounded-full" />
        <div className="flex flex-1 flex-col gap-2">
          <Skeleton className="w-1/3" />
          <Skeleton className="w-1/2" />
        </div>
      </div>
      <Skeleton className="h-96 w-full rounded-lg" />
    </div>
  );
}
