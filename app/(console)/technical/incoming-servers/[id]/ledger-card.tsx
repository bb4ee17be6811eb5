'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { StateBadge } from '#components/mail/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { NumberFormat } from '#components/ui/number-format.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { FolderLedger } from '#lib/mail/incoming/ledger/ledger-schema.ts';
import { checkBooksNow } from '../actions.ts';
import { ledgerQuery } from '../queries.ts';
import { LedgerRanges } from './ledger-ranges.tsx';
import { dispositionWords } from './ledger-words.ts';

/** The books of a server's folder: what became of every number its mailbox has given out, and whether that adds up. */
export function LedgerCard({ id }: { id: number }) {
  const { data } = useQuery(ledgerQuery(id));
  const [folder, ...others] = data?.folders ?? [];
  if (!data) return <Card title="Books">{<Skeleton className="h-16" />}</Card>;
  if (!folder) return <Card title="Books">They begin with the first fetch.</Card>;
  return (
    <Card
      title="Books"
      description={wordsAbout(folder)}
      action={folder.mailbox ? undefined : <CheckButton id={id} />}
      footer={<Balance folder={folder} />}
    >
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-y-1.5 text-sm [&_dd]:text-right [&_dd]:tabular-nums [&_dt]:text-muted-foreground">
        {dispositionWords
          .filter(([disposition]) => folder.totals[disposition])
          .map(([disposition, words]) => (
            <div key={disposition} className="contents">
              <dt>{words}</dt>
              <dd>
                <NumberFormat value={folder.totals[disposition] ?? 0} />
              </dd>
            </div>
          ))}
      </dl>
      {folder.id === null ? null : (
        <>
          <LedgerRanges serverId={id} folder={{ ...folder, id: folder.id }} />
          <Since folder={folder} others={others.length} />
        </>
      )}
    </Card>
  );
}

function wordsAbout({ folder, mailbox }: FolderLedger): string {
  if (!mailbox) return `What became of every mail of ${folder}.`;
  const { listed, left } = mailbox;
  const stored = left > 0 ? `, ${left} of them stored here` : '';
  return `What became of every mail the mailbox ever listed. At the last fetch it held ${listed}${stored}.`;
}

function Since({ folder, others }: { folder: FolderLedger; others: number }) {
  return (
    <p className="mt-3 text-muted-foreground text-xs">
      UIDVALIDITY {folder.uidValidity}, books since <RelativeTime value={folder.firstFetchAt} />
      {folder.checkedAt ? (
        <>
          , compared with the mailbox <RelativeTime value={folder.checkedAt} />
        </>
      ) : null}
      .{others > 0 ? ` Earlier books of this server: ${others}.` : ''}
    </p>
  );
}

function Balance({ folder }: { folder: FolderLedger }) {
  const given = (folder.uidNext ?? folder.nextUid) - 1;
  return (
    <>
      <StateBadge kind="check" state={folder.balanced ? 'ok' : 'error'}>
        {folder.balanced ? 'The books balance' : 'Not balanced'}
      </StateBadge>
      <span>
        <NumberFormat value={folder.accounted} /> of <NumberFormat value={given} />{' '}
        {folder.mailbox ? 'mails' : 'numbers'} accounted for
      </span>
    </>
  );
}

function CheckButton({ id }: { id: number }) {
  const [checking, setChecking] = useState(false);
  const queries = useQueryClient();
  const check = async () => {
    setChecking(true);
    const result = await checkBooksNow(id);
    setChecking(false);
    if (result.ok) toast.success(wordsOf(result.value));
    else toast.error(result.message);
    await Promise.all(['servers', 'incoming-mails'].map((topic) => queries.invalidateQueries({ queryKey: [topic] })));
  };
  return (
    <Button size="sm" loading={checking} onClick={() => void check()}>
      Check the books now
    </Button>
  );
}

function wordsOf({ fetched, failed, folders }: { fetched: number; failed: number; folders: FolderLedger[] }): string {
  const found = fetched === 0 ? 'nothing was missing' : `${fetched - failed} fetched, ${failed} failed`;
  return `Compared with the mailbox: ${found}. ${folders[0]?.balanced ? 'The books balance.' : 'They do not balance.'}`;
}
