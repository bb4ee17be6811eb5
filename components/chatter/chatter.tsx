'use client';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { ErrorState } from '../feedback/error-state.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { ChatterBar } from './chatter-bar.tsx';
import type { ChatterMessage, ChatterPort, ChatterUser, Recipient } from './chatter-types.ts';
import { type Begin, Composer, type Draft } from './composer.tsx';
import { ShadowHtml } from './message-body.tsx';
import { MessageList } from './message-list.tsx';
import { useComposeKeys } from './use-compose-keys.ts';
import { useMarkedMessage } from './use-marked-message.ts';

/** Milliseconds between looks while a mail is on its way, should a live event be lost. */
const lookAgain = 4_000;

export interface ChatterProps {
  port: ChatterPort;
  me: ChatterUser;
}

/** The conversation of a document: composer above, messages below, newest first. */
export function Chatter({ port, me }: ChatterProps) {
  const queries = useQueryClient();
  const [q, setQ] = useState('');
  const [begin, setBegin] = useState<(Begin & { key: number }) | null>(null);
  const [outgoing, setOutgoing] = useState<Draft | null>(null);
  const thread = useThread(port, useDeferredValue(q.trim()));
  const followers = useQuery({ queryKey: [...port.key, 'followers'], queryFn: ({ signal }) => port.followers(signal) });
  const changed = () => queries.invalidateQueries({ queryKey: port.key });
  const compose = (next: Begin) => setBegin({ ...next, key: Date.now() });
  useComposeKeys((kind) => compose({ kind }));
  const marked = useMarkedMessage(thread.messages, thread.hasMore ? thread.more : null);

  const send = async (draft: Draft) => {
    const before = begin;
    setOutgoing(draft);
    setBegin(null);
    const { uploads, ...message } = draft;
    const answer = await port.post(message).catch(() => ({ ok: false as const, message: unanswered }));
    if (answer.ok) await changed();
    else compose({ ...before, kind: draft.kind, to: draft.to, body: draft.body, uploads, problem: answer.message });
    setOutgoing(null);
  };
  const reply = (message: ChatterMessage, kind: 'comment' | 'note') =>
    compose({
      kind,
      replyTo: { id: message.id, author: message.author.name },
      to: kind === 'comment' ? repliedTo(message, me) : undefined,
    });
  return (
    <section aria-label="Chatter" className="flex flex-col gap-2">
      <ChatterBar
        port={port}
        me={me}
        followers={followers.data ?? []}
        kind={begin?.kind ?? null}
        onCompose={(kind) => (begin?.kind === kind ? setBegin(null) : compose({ kind }))}
        q={q}
        onSearch={setQ}
      />
      {begin ? (
        <Composer
          key={`${begin.kind}-${begin.key}`}
          begin={begin}
          port={port}
          me={me}
          followers={followers.data ?? []}
          onSend={(draft) => void send(draft)}
          onClose={() => setBegin(null)}
        />
      ) : null}
      {outgoing ? <Outgoing draft={outgoing} me={me} /> : null}
      {thread.isPending ? <ThreadSkeleton /> : null}
      {thread.isError ? (
        <ErrorState
          title="The messages could not be read"
          description={thread.problem}
          onRetry={() => void thread.retry()}
        />
      ) : null}
      {thread.isPending || thread.isError ? null : (
        <MessageList
          messages={thread.messages}
          port={port}
          me={me}
          markedId={marked}
          searching={q.trim() !== ''}
          onReply={reply}
          onChanged={() => void changed()}
        />
      )}
      {thread.hasMore ? (
        <Button loading={thread.isFetchingMore} onClick={() => void thread.more()} className="self-center">
          Show older messages
        </Button>
      ) : null}
    </section>
  );
}

const unanswered = 'The message was not sent: the server did not answer. It is still here; try again in a moment.';

function useThread(port: ChatterPort, q: string) {
  const query = useInfiniteQuery({
    queryKey: [...port.key, 'messages', q],
    queryFn: ({ pageParam, signal }) => port.messages({ q, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (old) => old,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ envelope }) => envelope?.state === 'pending'))
        ? lookAgain
        : false,
  });
  const messages = [
    ...new Map(query.data?.pages.flatMap(({ items }) => items).map((item) => [item.id, item])).values(),
  ];
  return {
    messages,
    isPending: query.isPending,
    isError: query.isError && !query.data,
    problem: query.error?.message,
    hasMore: query.hasNextPage,
    isFetchingMore: query.isFetchingNextPage,
    more: query.fetchNextPage,
    retry: query.refetch,
  };
}

/** Its author, and whom else it went to. */
function repliedTo(message: ChatterMessage, me: ChatterUser): Recipient[] {
  const { author } = message;
  const writer = { contactId: author.contactId, name: author.name, email: author.email ?? '' };
  const people = [...(author.userId === me.userId ? [] : [writer]), ...message.recipients];
  const others = people.filter(
    (person) =>
      (person.contactId !== null || person.email) && (person.contactId === null || person.contactId !== me.contactId),
  );
  return [...new Map(others.map((person) => [person.contactId ?? person.email, person])).values()];
}

/** What is being sent, said so until the server has it. */
function Outgoing({ draft, me }: { draft: Draft; me: ChatterUser }) {
  return (
    <article aria-busy className="flex gap-3 px-2 py-2.5 opacity-70">
      <Avatar name={me.name} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 text-sm">
          <bdi className="font-medium">{me.name}</bdi>
          <span role="status" className="inline-flex items-center gap-1.5 text-muted-foreground text-xs">
            <Spinner /> {draft.kind === 'note' ? 'Saving' : 'Sending'}
          </span>
        </p>
        <ShadowHtml html={draft.body} />
      </div>
    </article>
  );
}

function ThreadSkeleton() {
  return (
    <div role="status" aria-label="Loading messages" className="flex flex-col gap-6 pt-4">
      {['w-3/4', 'w-1/2', 'w-2/3'].map((width) => (
        <div key={width} className="flex gap-3">
          <Skeleton className="size-8 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="w-1/3" />
            <Skeleton className={width} />
          </div>
        </div>
      ))}
    </div>
  );
}
