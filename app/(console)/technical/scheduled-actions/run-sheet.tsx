'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { StateBadge } from '#components/mail/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';
import type { RunResult, ScheduledActionItem } from '#lib/schedule/scheduled-action-schema.ts';
import { durationWords } from './duration-words.ts';
import { runNow } from './run-now.ts';

type Named = Pick<ScheduledActionItem, 'id' | 'name'>;
type Run = { state: 'running' } | { state: 'finished'; result: RunResult } | { state: 'refused'; message: string };

/** Runs an action at once and shows what becomes of it; closing the drawer asks the run to stop early. */
export function RunSheet({ action, onClose }: { action: Named | null; onClose: () => void }) {
  return (
    <Sheet open={action !== null} onOpenChange={(open) => !open && onClose()}>
      {action ? (
        <SheetContent title="Run manually" description={action.name} size="lg">
          <LiveRun key={action.id} action={action} />
        </SheetContent>
      ) : null}
    </Sheet>
  );
}

function LiveRun({ action }: { action: Named }) {
  const queries = useQueryClient();
  const [run, setRun] = useState<Run>({ state: 'running' });
  const [attempt, setAttempt] = useState(0);
  const stopping = useRef<AbortController | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` starts it once more
  useEffect(() => {
    const controller = new AbortController();
    stopping.current = controller;
    setRun({ state: 'running' });
    // A breath, because in development effects run twice and an action must not.
    const timer = setTimeout(() => {
      runNow(action.id, controller.signal)
        .then((result) => setRun({ state: 'finished', result }))
        .catch((error: Error) => {
          const stopped = controller.signal.aborted;
          setRun({ state: 'refused', message: stopped ? 'You asked the run to stop early.' : error.message });
        })
        .finally(() => queries.invalidateQueries({ queryKey: ['scheduled-actions'] }));
    }, 50);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [action.id, attempt, queries]);

  if (run.state === 'running') return <Running onStop={() => stopping.current?.abort()} />;
  return (
    <div className="flex flex-col gap-4">
      {run.state === 'refused' ? (
        <p
          role="alert"
          className="rounded-lg border border-warning-line bg-warning-soft px-3 py-2.5 text-sm text-warning"
        >
          {run.message}
        </p>
      ) : (
        <Finished result={run.result} />
      )}
      <div>
        <Button onClick={() => setAttempt(attempt + 1)}>Run again</Button>
      </div>
    </div>
  );
}

function Running({ onStop }: { onStop: () => void }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((now) => now + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="flex flex-col gap-3" role="status">
      <div className="flex items-center gap-3 text-sm">
        <StateBadge kind="run" state="running" />
        <span className="flex-1 text-muted-foreground tabular-nums">{seconds} s, at most a minute</span>
        <Button size="sm" onClick={onStop}>
          <Square aria-hidden /> Stop
        </Button>
      </div>
      <Progress value={null} label="Running" />
      <p className="text-muted-foreground text-sm">The log follows as soon as the run is through.</p>
    </div>
  );
}

function Finished({ result }: { result: RunResult }) {
  const { status, done, remaining, ms, log } = result;
  return (
    <>
      <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <StateBadge kind="run" state={status} />
        <span className="tabular-nums">
          {done} done{remaining > 0 ? `, ${remaining} left for the next run` : ''}
        </span>
        <span className="text-muted-foreground tabular-nums">in {durationWords(ms)}</span>
      </div>
      <CodeBlock code={log || 'Nothing to do.'} label="log of the run" />
    </>
  );
}
