'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { Gauge } from '#components/feedback/gauge.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Section } from '#components/form/section.tsx';
import { Button } from '#components/ui/button.tsx';
import { NumberFormat } from '#components/ui/number-format.tsx';
import { ExactTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { retryStopped } from './actions.ts';
import { HigherLimitDialog } from './higher-limit-dialog.tsx';
import { NotifyInside } from './notify-inside.tsx';
import { dailyLimitQuery, type ShownDailyLimit } from './queries.ts';

interface DailyLimitSectionProps {
  initial: ShownDailyLimit;
  /** Whether own servers send, which have no such limit. */
  ownServers: boolean;
  /** Whether the one who looks is notified in PerfectWORK already. */
  inside: boolean;
}

/** How many mails may still leave through the default server today, and what to do when they are used up. */
export function DailyLimitSection({ initial, ownServers, inside }: DailyLimitSectionProps) {
  const { data } = useQuery({ ...dailyLimitQuery, initialData: initial });
  const { limit, used, resetAt, level, stopped, fixedBy } = data;
  return (
    <Section
      title="Daily limit"
      description="Only the default server has one: one for each recipient of each mail. Servers of your own do not count."
      className="border-t! pt-7!"
    >
      {limit === null ? (
        <p className="rounded-lg border bg-canvas px-4 py-3 text-muted-foreground text-sm">
          There is no limit here. <NumberFormat value={used} /> {used === 1 ? 'mail has' : 'mails have'} left through
          the default server since the last reset at 23:00 UTC.
        </p>
      ) : (
        <Gauge label="Mails today" used={used} limit={limit} unit="mails" note={<ResetWords resetAt={resetAt} />} />
      )}
      {ownServers && limit !== null ? (
        <p className="text-muted-foreground text-sm">Mail leaves through your own servers at present.</p>
      ) : null}
      {stopped > 0 ? <StoppedMails stopped={stopped} reached={level === 'reached'} resetAt={resetAt} /> : null}
      {limit !== null && level !== 'fine' ? (
        <div className="flex flex-col gap-2 rounded-lg border border-warning-line bg-warning-soft px-4 py-3 text-sm">
          <p className="text-warning">
            Notifications shown in PerfectWORK instead of mailed save places for customers.
          </p>
          <div className="flex flex-wrap gap-2">
            <NotifyInside forMe={!inside} forAll />
          </div>
        </div>
      ) : null}
      {limit === null ? null : (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-muted-foreground text-sm">
          <HigherLimitDialog />
          {fixedBy ? <span>The limit is set by {fixedBy} of this installation.</span> : null}
        </div>
      )}
    </Section>
  );
}

function ResetWords({ resetAt }: { resetAt: string | Date }) {
  return (
    <>
      Starts again <RelativeTime value={resetAt} /> (<ExactTime value={resetAt} />)
    </>
  );
}

interface StoppedMailsProps {
  stopped: number;
  reached: boolean;
  resetAt: string | Date;
}

function StoppedMails({ stopped, reached, resetAt }: StoppedMailsProps) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    const result = await retryStopped();
    setBusy(false);
    if (!result.ok) return void toast.error(result.message);
    toast.success(
      result.value.more ? 'The first 5 000 are on their way. Retry again for the rest.' : 'They are on their way',
    );
    await queries.invalidateQueries({ queryKey: ['emails'] });
  };
  const mails = stopped === 1 ? 'mail' : 'mails';
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border px-4 py-3 text-sm">
      <p className="min-w-0 flex-1 basis-60">
        <NumberFormat value={stopped} className="font-medium" /> {mails} did not reach everybody because of the limit.{' '}
        {reached ? (
          <span className="text-muted-foreground">
            They can be retried <RelativeTime value={resetAt} />.
          </span>
        ) : null}
      </p>
      <Button onClick={() => void retry()} loading={busy} disabled={reached}>
        <RotateCw aria-hidden />
        <span>
          Retry <NumberFormat value={stopped} /> {mails}
        </span>
      </Button>
    </div>
  );
}
