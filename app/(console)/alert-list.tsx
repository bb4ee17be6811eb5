'use client';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { PopoverClose } from '#components/ui/popover.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { ShownAlert } from './frame-queries.ts';

/** The open alerts, newest first; each leads to where it can be mended. */
export function AlertList({ alerts, total }: { alerts: readonly ShownAlert[]; total: number }) {
  if (alerts.length === 0) {
    return (
      <p className="flex items-center gap-2.5 px-4 py-5 text-muted-foreground text-sm">
        <CircleCheck aria-hidden className="size-4 text-success" /> Nothing needs your attention.
      </p>
    );
  }
  return (
    <div className="overflow-y-auto">
      <p className="border-b px-4 py-2.5 font-medium text-sm">Needs attention</p>
      <ul className="divide-y">
        {alerts.map((alert) => (
          <li key={alert.id}>
            <AlertLine alert={alert} />
          </li>
        ))}
      </ul>
      {total > alerts.length ? (
        <p className="border-t px-4 py-2.5 text-muted-foreground text-sm">and {total - alerts.length} more</p>
      ) : null}
    </div>
  );
}

function AlertLine({ alert }: { alert: ShownAlert }) {
  const Icon = alert.severity === 'error' ? CircleAlert : TriangleAlert;
  const words = (
    <>
      <Icon
        aria-label={alert.severity === 'error' ? 'Error' : 'Warning'}
        className={`mt-0.5 size-4 shrink-0 ${alert.severity === 'error' ? 'text-danger' : 'text-warning'}`}
      />
      <span className="min-w-0 flex-1">
        <span className="wrap-anywhere block font-medium">{alert.title}</span>
        <span className="wrap-anywhere block text-muted-foreground">{alert.detail}</span>
        <RelativeTime value={alert.createdAt} className="text-muted-foreground text-xs" />
      </span>
    </>
  );
  if (!alert.link) return <div className="flex gap-2.5 px-4 py-3 text-sm">{words}</div>;
  return (
    <PopoverClose asChild>
      <Link
        href={alert.link}
        className="flex gap-2.5 px-4 py-3 text-sm hover:bg-accent focus-visible:-outline-offset-2"
      >
        {words}
      </Link>
    </PopoverClose>
  );
}
