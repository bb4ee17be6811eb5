'use client';
import { FlaskConical, SearchX } from 'lucide-react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';

interface NothingHereProps {
  q: string;
  port: number;
  onClear: () => void;
}

/** The empty list: how a first mail gets here, or which search to drop. */
export function NothingHere({ q, port, onClear }: NothingHereProps) {
  if (q) {
    return (
      <EmptyState
        icon={SearchX}
        title="No mail matches"
        description={`Nothing in the sandbox contains "${q}".`}
        action={<Button onClick={onClear}>Empty the search</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon={FlaskConical}
      title="No mail yet"
      description={
        <>
          Open a lead and send a message: it appears here at once.
          {port > 0 ? ` Other programs reach the sandbox by SMTP on localhost:${port}.` : null}
        </>
      }
      action={
        <Button asChild variant="primary">
          <Link href="/crm/leads">Go to leads</Link>
        </Button>
      }
    />
  );
}
