'use client';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useEffect } from 'react';
import { StepList } from '#components/feedback/step-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';
import { useStepStream } from './use-step-stream.ts';

interface TestSheetProps {
  onClose: () => void;
  title: string;
  description: string;
  url: string;
  steps: readonly { key: string; label: string }[];
  /** What is so when every step went well. */
  success: string;
  /** What to do once every step went well. */
  next?: { label: string; run: () => void };
  /** After each run that came to an end. */
  onDone?: (ok: boolean) => void;
}

/** A test of a server at the side: begins when it opens, ticks off live, opens what failed with the server's words. */
export function TestSheet({ onClose, title, description, url, steps, success, next, onDone }: TestSheetProps) {
  const test = useStepStream(url, steps);
  const { start } = test;
  useEffect(() => {
    void start();
  }, [start]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once a result, not once a render of the page
  useEffect(() => {
    if (test.ok !== null) onDone?.(test.ok);
  }, [test.ok]);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        title={title}
        description={description}
        footer={
          <>
            <Button onClick={start} loading={test.running}>
              {test.running ? 'Testing' : 'Test again'}
            </Button>
            <Button variant={test.ok && next ? 'secondary' : 'primary'} onClick={onClose}>
              Close
            </Button>
            {test.ok && next ? (
              <Button variant="primary" onClick={next.run}>
                {next.label}
              </Button>
            ) : null}
          </>
        }
      >
        <StepList steps={test.steps} label={title} />
        <Verdict ok={test.ok} error={test.error} success={success} />
      </SheetContent>
    </Sheet>
  );
}

function Verdict({ ok, error, success }: { ok: boolean | null; error: string | null; success: string }) {
  if (ok === null && error === null) return null;
  const [Icon, look, words] = ok
    ? ([CircleCheck, 'border-success-line bg-success-soft text-success', success] as const)
    : ([
        CircleAlert,
        'border-danger-line bg-danger-soft text-danger',
        error ?? 'The test ends at the step marked above. Correct it and test again.',
      ] as const);
  return (
    <p role={ok ? 'status' : 'alert'} className={`mt-5 flex gap-2.5 rounded-lg border px-3 py-2.5 text-sm ${look}`}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="wrap-anywhere min-w-0">{words}</span>
    </p>
  );
}
