import { ShieldCheck } from 'lucide-react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';

/** Instead of a page the user's role does not open. */
export function AdministratorsOnly({ what }: { what: string }) {
  return (
    <>
      <h1 className="sr-only">Not allowed</h1>
      <EmptyState
        icon={ShieldCheck}
        title={`Only administrators see ${what}`}
        description="Ask an administrator of your company to make the change, or to give you the role."
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
