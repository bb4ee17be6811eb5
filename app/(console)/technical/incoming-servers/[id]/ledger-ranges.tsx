'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { NumberFormat } from '#components/ui/number-format.tsx';
import type { FolderLedger } from '#lib/mail/incoming/ledger/ledger-schema.ts';
import { ledgerRangesQuery } from '../queries.ts';
import { dispositionWords } from './ledger-words.ts';

const words = new Map<string, string>(dispositionWords);

interface LedgerRangesProps {
  serverId: number;
  folder: FolderLedger & { id: number };
}

/** The ranges of the books, a page at a time; the mails of a range are one click away. */
export function LedgerRanges({ serverId, folder }: LedgerRangesProps) {
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState(1);
  const { data } = useQuery({ ...ledgerRangesQuery(serverId, folder.id, from), enabled: open });
  const [page] = data?.folders ?? [];
  return (
    <div className="mt-3 text-sm">
      <Button variant="link" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide the ranges' : <RangesWord count={folder.rangeCount} />}
      </Button>
      {open && page ? (
        <>
          <ul className="mt-2 divide-y border-y">
            {page.ranges.map((range) => (
              <RangeLine key={range.from} folderId={folder.id} {...range} />
            ))}
          </ul>
          <div className="mt-2 flex gap-2">
            {from > 1 ? (
              <Button size="sm" onClick={() => setFrom(1)}>
                From the beginning
              </Button>
            ) : null}
            {page.nextFrom ? (
              <Button size="sm" onClick={() => setFrom(page.nextFrom ?? 1)}>
                Further ranges
              </Button>
            ) : null}
          </div>
        </>
      ) : null}
    </div>
  );
}

function RangesWord({ count }: { count: number }) {
  return (
    <span>
      Show the ranges (<NumberFormat value={count} />)
    </span>
  );
}

function RangeLine({ folderId, ...range }: { folderId: number } & FolderLedger['ranges'][number]) {
  const { from, to, disposition, reason } = range;
  const numbers = from === to ? `${from}` : `${from}–${to}`;
  const kept = disposition === 'stored' || disposition === 'duplicate';
  const mails = `/technical/incoming-mails?folderId=${folderId}&uid__gte=${from}&uid__lte=${to}`;
  return (
    <li className="py-1.5">
      <span className="flex items-baseline justify-between gap-3">
        {kept ? (
          <Link href={mails} className="tabular-nums text-primary underline underline-offset-2">
            {numbers}
          </Link>
        ) : (
          <span className="tabular-nums">{numbers}</span>
        )}
        <span className="text-right text-muted-foreground">{words.get(disposition)}</span>
      </span>
      {reason ? <span className="wrap-anywhere block text-muted-foreground text-xs">{reason}</span> : null}
    </li>
  );
}
