'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useQueryState } from 'nuqs';
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { ErrorState } from '#components/feedback/error-state.tsx';
import { SearchBox } from '#components/table/search-box.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { MessageRow } from './message-row.tsx';
import { NothingHere } from './nothing-here.tsx';
import { sandboxListQuery } from './queries.ts';

interface MessageListProps {
  open: number | null;
  onOpen: (id: number) => void;
  port: number;
  className?: string;
}

/** The left pane: newest first, searchable, arrow keys walk. */
export function MessageList({ open, onOpen, port, className }: MessageListProps) {
  const [q, setQ] = useQueryState('q', { defaultValue: '', throttleMs: 200 });
  const search = useRef<HTMLInputElement>(null);
  useSlashKey(search);
  const query = useInfiniteQuery(sandboxListQuery(q));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section
      aria-label="Mails in the sandbox"
      className={cn(
        'min-w-0',
        'md:sticky md:top-13 md:max-h-[calc(100dvh-3.25rem)] md:self-start md:overflow-y-auto',
        className,
      )}
    >
      <div className="sticky top-13 z-10 border-b bg-background p-2.5 md:top-0 [&>div]:w-full">
        <SearchBox
          value={q}
          onSearch={(text) => void setQ(text || null)}
          placeholder="Search subject, address"
          inputRef={search}
        />
      </div>
      {query.isPending ? <RowSkeletons /> : null}
      {query.isError ? (
        <ErrorState
          title="The sandbox could not be read"
          description={query.error.message}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isSuccess && items.length === 0 ? <NothingHere q={q} port={port} onClear={() => void setQ(null)} /> : null}
      <ul onKeyDown={walk}>
        {items.map((item) => (
          <li key={item.id}>
            <MessageRow item={item} isOpen={item.id === open} onOpen={() => onOpen(item.id)} />
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <div className="p-3 text-center">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older mails
          </Button>
        </div>
      ) : null}
    </section>
  );
}

/** "/" goes to the search, as in every list, unless one is typing. */
function useSlashKey(search: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      search.current?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [search]);
}

/** Up and down move the focus among the rows. */
function walk(event: KeyboardEvent<HTMLUListElement>) {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...event.currentTarget.querySelectorAll('button')];
  const next = rows[rows.indexOf(document.activeElement as HTMLButtonElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function RowSkeletons() {
  return (
    <div role="status" aria-label="Loading mails" className="flex flex-col">
      {['w-2/3', 'w-1/2', 'w-3/5', 'w-1/3'].map((width) => (
        <div key={width} className="flex flex-col gap-2.5 border-b px-4 py-3.5">
          <Skeleton className={width} />
          <Skeleton className="w-5/6" />
        </div>
      ))}
    </div>
  );
}
