'use client';
import { CornerUpLeft } from 'lucide-react';
import { CapturedBadge } from '#components/mail/captured-badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { SandboxItem } from '#lib/mail/sandbox/sandbox-schema.ts';

/** One mail in the list: for whom, about what, from whom, when; unread ones are marked. */
export function MessageRow({ item, isOpen, onOpen }: { item: SandboxItem; isOpen: boolean; onOpen: () => void }) {
  const isUnread = item.readAt === null;
  return (
    <button
      type="button"
      aria-current={isOpen ? 'true' : undefined}
      onClick={onOpen}
      className={cn(
        'flex w-full gap-2.5 border-b px-4 py-2.5 text-left focus-visible:-outline-offset-2',
        isOpen ? 'bg-primary-soft' : 'hover:bg-canvas',
      )}
    >
      <span
        aria-hidden
        className={cn('mt-1.5 size-2 shrink-0 rounded-full', isUnread ? 'bg-primary' : 'border border-input/60')}
      />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span dir="auto" className={cn('min-w-0 flex-1 truncate', isUnread && 'font-medium')}>
            {isUnread ? <span className="sr-only">Unread: </span> : null}
            {item.subject || 'No subject'}
          </span>
          {item.capturedServerName ? <CapturedBadge /> : null}
          {item.repliedAt ? (
            <span title="Answered" className="shrink-0 text-muted-foreground">
              <CornerUpLeft aria-hidden className="size-3.5" />
              <span className="sr-only">Answered</span>
            </span>
          ) : null}
          <RelativeTime value={item.createdAt} className="shrink-0 text-muted-foreground text-xs" />
        </span>
        <span dir="auto" className="block truncate text-muted-foreground text-sm">
          to {item.recipients.join(', ') || 'nobody'}
        </span>
        <span dir="auto" className="block truncate text-muted-foreground text-xs">
          from {item.from || item.envelopeFrom || 'a null sender'}
        </span>
      </span>
    </button>
  );
}
