'use client';
import { Bell, MailX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Link } from '../ui/link.tsx';
import { useNumberFormat } from '../ui/number-format.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover.tsx';
import { Tooltip } from '../ui/tooltip.tsx';

/** The red envelope with the number of my messages that did not arrive; nothing when it is 0. */
export function FailuresBadge({ count, href }: { count: number; href: string }) {
  const format = useNumberFormat();
  if (count <= 0) return null;
  const words = count === 1 ? '1 of your messages did not arrive' : `${format(count)} of your messages did not arrive`;
  return (
    <Tooltip content={words} side="bottom">
      <Button asChild variant="ghost" className="gap-1 px-2 text-danger hover:bg-danger-soft hover:text-danger">
        <Link href={href} aria-label={words}>
          <MailX aria-hidden />
          <span className="tabular-nums">{format(count)}</span>
        </Link>
      </Button>
    </Tooltip>
  );
}

/** The bell with the number of open alerts; its popover shows `children` (the list). */
export function AlertsBell({ count, children }: { count: number; children: ReactNode }) {
  const words = count === 0 ? 'Alerts: none' : count === 1 ? 'Alerts: 1 open' : `Alerts: ${count} open`;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={words} className="relative">
          <Bell aria-hidden />
          {count > 0 ? (
            <span className="absolute -top-0.5 -right-0.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-danger-solid px-1 text-[10px] text-white leading-none dark:text-black">
              {count > 99 ? '99+' : count}
            </span>
          ) : null}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Alerts" className="max-h-[70dvh] w-96 p-0">
        {children}
      </PopoverContent>
    </Popover>
  );
}
