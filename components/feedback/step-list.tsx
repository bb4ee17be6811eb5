import { Check, ChevronRight, Circle, Minus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../ui/cn.ts';
import { Spinner } from '../ui/spinner.tsx';

export interface Step {
  /** Short name: "TLS". */
  step: string;
  state: 'waiting' | 'running' | 'ok' | 'failed' | 'skipped';
  /** One line of result: "certificate of mail.example, valid to 3 March". */
  summary?: ReactNode;
  /** The server's words, unfolded under the step. */
  reply?: string;
  /** What to do; shown at once when the step failed. */
  hint?: ReactNode;
}

const words = { waiting: 'waiting', running: 'running', ok: 'done', failed: 'failed', skipped: 'not needed' };

/** Steps that tick off live (Test Connection); the failed one is open with the server's words and what to do. */
export function StepList({ steps, label = 'Steps' }: { steps: readonly Step[]; label?: string }) {
  return (
    <ol aria-label={label} aria-live="polite" className="flex flex-col">
      {steps.map((step, index) => (
        <li key={step.step} className="relative flex gap-3 pb-4 last:pb-0">
          {index < steps.length - 1 ? (
            <span aria-hidden className="absolute top-6 bottom-0 left-2.5 w-px bg-border" />
          ) : null}
          <StepMark state={step.state} />
          <div className="min-w-0 flex-1">
            <p className={cn('font-medium text-sm', step.state === 'waiting' && 'text-muted-foreground')}>
              {step.step}
              <span className="sr-only">: {words[step.state]}</span>
            </p>
            {step.summary ? <p className="wrap-anywhere text-muted-foreground text-sm">{step.summary}</p> : null}
            {step.hint && step.state === 'failed' ? <p className="mt-1 text-danger text-sm">{step.hint}</p> : null}
            {step.reply ? <Reply reply={step.reply} open={step.state === 'failed'} /> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Reply({ reply, open }: { reply: string; open: boolean }) {
  return (
    <details open={open} className="group mt-1">
      <summary className="inline-flex min-h-6 cursor-pointer list-none items-center gap-1 rounded-sm text-muted-foreground text-xs hover:text-foreground">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        {reply.startsWith('connect ') || reply.startsWith('getaddrinfo ') ? 'Technical detail' : 'The server said'}
      </summary>
      <pre className="mt-1 whitespace-pre-wrap wrap-anywhere rounded-md border bg-muted p-2 font-mono text-xs leading-5">
        {reply}
      </pre>
    </details>
  );
}

function StepMark({ state }: { state: Step['state'] }) {
  const round = 'z-1 flex size-5 shrink-0 items-center justify-center rounded-full border';
  if (state === 'running') return <Spinner className="z-1 size-5 bg-popover text-primary" />;
  if (state === 'ok')
    return (
      <span className={cn(round, 'border-success-line bg-success-soft text-success')}>
        <Check aria-hidden className="size-3.5" />
      </span>
    );
  if (state === 'failed')
    return (
      <span className={cn(round, 'border-danger-line bg-danger-soft text-danger')}>
        <X aria-hidden className="size-3.5" />
      </span>
    );
  return (
    <span className={cn(round, 'bg-popover text-muted-foreground')}>
      {state === 'skipped' ? <Minus aria-hidden className="size-3" /> : <Circle aria-hidden className="size-2" />}
    </span>
  );
}
