'use client';
import { ErrorState } from '#components/feedback/error-state.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';

/** A page that could not be drawn: the frame stays, and says what one can do. */
export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <h1 className="sr-only">Error</h1>
      <ErrorState
        title="This page could not be shown"
        description={
          <>
            The server met a fault while it prepared the page; it has been logged
            {error.digest ? (
              <>
                {' '}
                under <code className="font-mono text-sm">{error.digest}</code>
              </>
            ) : null}
            . Nothing you saved is lost. Try again; if it stays, tell your administrator.
          </>
        }
        onRetry={reset}
        action={
          <Button asChild variant="ghost">
            <Link href="/">Go to the first page</Link>
          </Button>
        }
        className="flex-1"
      />
    </>
  );
}
