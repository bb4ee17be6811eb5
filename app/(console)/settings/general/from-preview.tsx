import { ArrowRight, CircleAlert } from 'lucide-react';

/** What the rules that send say to a mail of the one who looks. */
export type FromPreview =
  | { author: string; headerFrom: string; serverName: string; rewritten: boolean }
  | { author: string; problem: string };

/** "Your mails go out as ..." */
export function FromPreviewLine({ preview }: { preview: FromPreview }) {
  if ('problem' in preview) {
    return (
      <p className="flex items-start gap-2 rounded-lg border border-warning-line bg-warning-soft px-3 py-2.5 text-sm text-warning">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="wrap-anywhere">{preview.problem}</span>
      </p>
    );
  }
  const { author, headerFrom, serverName, rewritten } = preview;
  return (
    <div className="rounded-lg border bg-canvas px-4 py-3 text-sm">
      <p className="text-muted-foreground">
        {rewritten ? 'A mail you write goes out as' : 'A mail you write goes out under your own address'}
      </p>
      <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1">
        {rewritten ? (
          <>
            <span dir="auto" className="wrap-anywhere text-muted-foreground line-through">
              {author}
            </span>
            <ArrowRight aria-label="becomes" className="size-4 shrink-0 text-muted-foreground" />
          </>
        ) : null}
        <strong dir="auto" className="wrap-anywhere font-medium">
          {headerFrom}
        </strong>
      </p>
      <p className="mt-1 text-muted-foreground">Sent by {serverName}.</p>
    </div>
  );
}
