import { Skeleton } from '#components/ui/skeleton.tsx';

const lines = ['w-2/3', 'w-1/2', 'w-3/5', 'w-2/5', 'w-1/3', 'w-1/4'];

/** Stands in for a page while the server prepares it, in the shape most pages have. */
export default function ConsoleLoading() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-6 px-4 pt-6 sm:px-6">
      <Skeleton className="h-6 w-48" />
      <Skeleton className="h-8 w-full max-w-96" />
      <div className="flex flex-col gap-5 border-t pt-5">
        {lines.map((width) => (
          <Skeleton key={width} className={width} />
        ))}
      </div>
    </div>
  );
}
