'use client';
import { useQuery } from '@tanstack/react-query';
import { cn } from '#components/ui/cn.ts';
import { NumberFormat } from '#components/ui/number-format.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { progressQuery } from '../queries.ts';

/** In the card beside the form; where that stands below the form, above it, by the button that begins a fetch. */
const placeLook = { wide: 'mb-4 max-xl:hidden', narrow: 'mb-6 rounded-lg border bg-card px-4 py-3 xl:hidden' };

/** The fetch that is under way, whoever asked for it: how many mails of how many. */
export function FetchProgress({ id, where }: { id: number; where: keyof typeof placeLook }) {
  const { data } = useQuery(progressQuery(id));
  if (!data?.fetching) return null;
  const { fetched, of, since } = data.fetching;
  return (
    <section aria-label="Fetch under way" className={cn('flex flex-col gap-2 text-sm', placeLook[where])}>
      <span className="flex items-baseline justify-between gap-3">
        <span className="tabular-nums">
          {of === 0 ? (
            'Looking what is new'
          ) : (
            <>
              <NumberFormat value={fetched} /> of <NumberFormat value={of} /> mails fetched
            </>
          )}
        </span>
        <span className="shrink-0 text-muted-foreground text-xs">
          begun <RelativeTime value={since} />
        </span>
      </span>
      <Progress value={of === 0 ? null : fetched} max={of} label="Mails fetched" />
    </section>
  );
}

/** How far processing is behind: mails that are stored and went nowhere yet. */
export function Lag({ id }: { id: number }) {
  const { data } = useQuery(progressQuery(id));
  if (!data) return null;
  const { waiting, oldestAt } = data.lag;
  if (!oldestAt) return 'None: every mail is processed';
  return (
    <>
      <NumberFormat value={waiting} /> {waiting === 1 ? 'mail waits' : 'mails wait'} to be processed, the oldest came{' '}
      <RelativeTime value={oldestAt} />
    </>
  );
}
