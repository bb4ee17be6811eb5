'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { KeySquare, Plus } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { ErrorState } from '#components/feedback/error-state.tsx';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { KeyRow } from './key-row.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { signingKeysQuery } from './queries.ts';

/** A card a domain, a row a key. */
export function SigningKeys({ emailDomain }: { emailDomain: string }) {
  const queries = useQueryClient();
  const keys = useQuery(signingKeysQuery);
  const [adding, setAdding] = useState(false);
  /** The key made last: its record stands open. */
  const [latest, setLatest] = useState<number | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: signingKeysQuery.queryKey });
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden /> Make a key
    </Button>
  );
  const domains = [...Map.groupBy(keys.data?.items ?? [], (key) => key.domain)];
  const made = (id: number) => {
    setLatest(id);
    return refresh();
  };
  return (
    <>
      <PageHeader
        title="Signing keys"
        description="Mails From a domain that has a key are signed with it (DKIM), so that receivers know they are yours and unchanged."
        crumbs={[{ label: 'Settings' }, { label: 'Signing keys' }]}
        actions={domains.length > 0 ? add : undefined}
      />
      <PageBody>
        {keys.isPending ? <Skeleton className="h-40 w-full" /> : null}
        {keys.isError ? <ErrorState title="The keys could not be read" onRetry={() => void keys.refetch()} /> : null}
        {keys.isSuccess && domains.length === 0 ? (
          <EmptyState
            icon={KeySquare}
            title="No domain signs its mails yet"
            description="Make a key here and publish its record at the provider of your domain's DNS. Gmail, Microsoft and Yahoo ask for signed mail."
            action={add}
          />
        ) : null}
        <div className="flex flex-col gap-6">
          {domains.map(([domain, rows]) => (
            <Card key={domain} title={<span dir="auto">{domain}</span>} description={stateOf(rows)} flush>
              <ul className="divide-y border-t">
                {rows.map((row) => (
                  <KeyRow key={row.id} row={row} open={row.id === latest} onChanged={refresh} onMade={made} />
                ))}
              </ul>
            </Card>
          ))}
        </div>
      </PageBody>
      <NewKeyDialog open={adding} onOpenChange={setAdding} emailDomain={emailDomain} onMade={made} />
    </>
  );
}

function stateOf(rows: { active: boolean }[]): string {
  const signing = rows.filter((row) => row.active).length;
  if (signing === 0) return 'Mails From this domain leave unsigned: no key is active.';
  return signing === 1
    ? 'Every mail From this domain is signed.'
    : `Every mail From this domain is signed ${signing} times.`;
}
