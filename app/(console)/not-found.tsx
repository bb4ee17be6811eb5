import { SearchX } from 'lucide-react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';

/** An address inside the console that leads nowhere. */
export default function ConsoleNotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={SearchX}
        title="There is nothing at this address"
        description="It may have been deleted, or belong to a company you do not see. Search for it with Ctrl K."
        action={
          <Button asChild>
            <Link href="/">Go to the first page</Link>
          </Button>
        }
        className="flex-1"
      />
    </>
  );
}
