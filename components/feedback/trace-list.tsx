import { Check, Minus } from 'lucide-react';
import { cn } from '../ui/cn.ts';

export interface TraceRule {
  rule: string;
  matched: boolean;
  detail: string;
}

/** The rules a decision tried, in order, with a tick where one matched. */
export function TraceList({ trace, label = 'Decision trace' }: { trace: readonly TraceRule[]; label?: string }) {
  return (
    <ol aria-label={label} className="divide-y overflow-hidden rounded-lg border">
      {trace.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a trace is written once and the same rule may be tried twice
        <li key={index} className={cn('flex gap-3 px-3 py-2 text-sm', !line.matched && 'bg-canvas')}>
          <span
            className={cn(
              'mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full',
              line.matched ? 'bg-success-soft text-success' : 'text-muted-foreground',
            )}
          >
            {line.matched ? (
              <Check aria-hidden className="size-3" strokeWidth={3} />
            ) : (
              <Minus aria-hidden className="size-3" />
            )}
            <span className="sr-only">{line.matched ? 'Matched:' : 'Did not match:'}</span>
          </span>
          <div className={cn('min-w-0 flex-1', !line.matched && 'flex flex-wrap justify-between gap-x-4')}>
            <p className={line.matched ? 'font-medium' : 'text-muted-foreground'}>{words(line.rule)}</p>
            <p className="wrap-anywhere text-muted-foreground">{line.detail}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

const properNames: Record<string, string> = { from: 'From', dmarc: 'DMARC' };

/**
 * A rule's name as a sentence begins: the number some rules carry in the trace of the API is left out, and
 * `default-from-domain` becomes "Default From domain".
 */
function words(rule: string): string {
  const named = rule.replace(/^R\d+[a-z]? /, '');
  if (named === 'reply-to') return 'Reply-To';
  const name = named.includes(' ')
    ? named
    : named
        .split('-')
        .map((word) => properNames[word] ?? word)
        .join(' ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
