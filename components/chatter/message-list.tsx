'use client';
import { ArrowUp, MessagesSquare } from 'lucide-react';
import { Fragment, useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { useFormats } from '../ui/locale.tsx';
import type { ChatterMessage, ChatterPort, ChatterUser } from './chatter-types.ts';
import { MessageEntry } from './message-entry.tsx';

interface MessageListProps {
  messages: ChatterMessage[];
  port: ChatterPort;
  me: ChatterUser;
  markedId: number | null;
  searching: boolean;
  onReply: (message: ChatterMessage, kind: 'comment' | 'note') => void;
  onChanged: () => void;
}

/** The messages, newest first, under their days; tells of new ones while somebody reads further down. */
export function MessageList({ messages, port, me, markedId, searching, onReply, onChanged }: MessageListProps) {
  const { locale, timeZone } = useFormats();
  const { top, fresh, show } = useFresh(messages, me);
  const days = Map.groupBy(messages, (message) => dayOf(message.createdAt, timeZone));
  return (
    <div className="relative">
      <div ref={top} className="h-px" />
      {fresh > 0 ? (
        <div className="sticky top-16 z-10 flex h-0 justify-center">
          <Button variant="primary" size="sm" onClick={show} className="rounded-full shadow-pop">
            <ArrowUp aria-hidden /> {fresh} new
          </Button>
        </div>
      ) : null}
      <p role="status" className="sr-only">
        {fresh > 0 ? `${fresh} new messages` : ''}
      </p>
      {messages.length === 0 ? (
        <p className="flex flex-col items-center gap-2 py-10 text-center text-muted-foreground text-sm">
          <MessagesSquare aria-hidden className="size-5" />
          {searching
            ? 'No message fits. Try another word.'
            : 'No messages yet. Send one, or log a note; answers by mail appear here by themselves.'}
        </p>
      ) : null}
      {[...days].map(([day, items]) => (
        <Fragment key={day}>
          <h3 className="flex items-center gap-3 py-2 text-muted-foreground text-xs before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
            {dayWords(day, locale, timeZone)}
          </h3>
          {items.map((message) => (
            <MessageEntry
              key={message.id}
              message={message}
              port={port}
              marked={message.id === markedId}
              onReply={(kind) => onReply(message, kind)}
              onChanged={onChanged}
            />
          ))}
        </Fragment>
      ))}
    </div>
  );
}

/** How many messages of others came in above what is on the screen. */
function useFresh(messages: ChatterMessage[], me: ChatterUser) {
  const top = useRef<HTMLDivElement>(null);
  const [atTop, setAtTop] = useState(true);
  const newest = messages.reduce((highest, { id }) => Math.max(highest, id), 0);
  const [seen, setSeen] = useState(newest);
  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => setAtTop(entry?.isIntersecting ?? true));
    if (top.current) watcher.observe(top.current);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    if (atTop || seen === 0) setSeen(newest);
  }, [atTop, newest, seen]);
  const fresh = atTop ? 0 : messages.filter(({ id, author }) => id > seen && author.userId !== me.userId).length;
  return { top, fresh, show: () => top.current?.scrollIntoView({ block: 'center' }) };
}

function dayOf(at: string, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(at));
}

function dayWords(day: string, locale: string, timeZone: string | undefined): string {
  const now = Date.now();
  if (day === dayOf(new Date(now).toISOString(), timeZone)) return 'Today';
  if (day === dayOf(new Date(now - 86_400_000).toISOString(), timeZone)) return 'Yesterday';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
}
