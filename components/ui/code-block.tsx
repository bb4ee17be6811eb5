import { cn } from './cn.ts';
import { CopyButton } from './copy-button.tsx';

export interface CodeBlockProps {
  code: string;
  /** Names the block for screen readers and the copy button: "raw headers". */
  label: string;
  /** Keep long lines in one line and scroll sideways (default: wrap). */
  nowrap?: boolean;
  className?: string;
}

/** Text as the machine wrote it: headers, transcripts, DNS records; with a copy button. */
export function CodeBlock({ code, label, nowrap, className }: CodeBlockProps) {
  return (
    <div className={cn('relative rounded-lg border bg-muted', className)}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        className="max-h-96 overflow-auto rounded-lg p-3 pr-11"
      >
        <pre
          className={cn('font-mono text-xs leading-5', nowrap ? 'whitespace-pre' : 'wrap-anywhere whitespace-pre-wrap')}
        >
          {code}
        </pre>
      </section>
      <CopyButton value={code} label={`Copy ${label}`} className="absolute top-1.5 right-1.5 bg-muted" />
    </div>
  );
}
