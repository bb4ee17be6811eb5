import { Skeleton } from '#components/ui/skeleton.tsx';

/** Stands in while a list of the Inbox is read. */
export function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-6 px-4 py-5 sm:px-6">
      {['w-1/2', 'w-2/3', 'w-1/3'].map((width) => (
        <div key={width} className="flex gap-3">
          <Skeleton className="size-8 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="w-40" />
            <Skeleton className={width} />
          </div>
        </div>
      ))}
    </div>
  );
}
