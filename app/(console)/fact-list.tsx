import type { ReactNode } from 'react';

export type Fact = [name: string, value: ReactNode];

/** Names and values under each other; what is not known is left out. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {facts.map(([name, value]) =>
        value === null || value === undefined ? null : (
          <div key={name} className="contents">
            <dt className="text-muted-foreground">{name}</dt>
            <dd dir="auto" className="wrap-anywhere min-w-0">
              {value}
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}
