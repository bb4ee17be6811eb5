'use client';
import { CircleCheck, CirclePause } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Unfold } from '../../unfold.tsx';
import { algorithmWords } from './algorithm-words.ts';
import { KeyMenu } from './key-menu.tsx';
import type { SigningKeyRow } from './queries.ts';
import { RecordToPublish } from './record-to-publish.tsx';

interface KeyRowProps {
  row: SigningKeyRow;
  /** Its record is shown at once. */
  open: boolean;
  onChanged: () => unknown;
  onMade: (id: number) => unknown;
}

/** One key: what it is, whether it signs, and the record to publish. */
export function KeyRow({ row, open, onChanged, onMade }: KeyRowProps) {
  return (
    <li className="px-5 py-4">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-2">
            <span className="wrap-anywhere font-mono text-sm">{row.selector}</span>
            {row.active ? (
              <Badge tone="success" icon={CircleCheck}>
                Signs
              </Badge>
            ) : (
              <Badge icon={CirclePause}>Does not sign</Badge>
            )}
          </div>
          <p className="mt-1 text-muted-foreground text-sm">
            {algorithmWords[row.algorithm].label}, made <RelativeTime value={row.createdAt} />,{' '}
            {row.lastUsedAt ? (
              <>
                last used <RelativeTime value={row.lastUsedAt} />
              </>
            ) : (
              'not used yet'
            )}
          </p>
        </div>
        <KeyMenu row={row} onChanged={onChanged} onMade={onMade} />
      </div>
      <Unfold key={String(open)} label="DNS record to publish" open={open}>
        <RecordToPublish record={row.record} />
      </Unfold>
    </li>
  );
}
