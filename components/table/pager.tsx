'use client';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { useNumberFormat } from '../ui/number-format.tsx';
import type { ListPage } from './list-types.ts';

export interface PagerProps {
  page: number;
  limit: number;
  data: ListPage<unknown> | undefined;
  onTurn: (direction: 1 | -1) => void;
}

/** "1-50 of 12 408" and the two arrows. */
export function Pager({ page, limit, data, onTurn }: PagerProps) {
  const format = useNumberFormat();
  if (!data || data.items.length === 0) return null;
  const first = (page - 1) * limit + 1;
  const last = first + data.items.length - 1;
  const about = data.totalEstimated ? 'about ' : '';
  return (
    <div className="ml-auto flex items-center gap-1">
      <p className="whitespace-nowrap px-1 text-muted-foreground text-sm tabular-nums">
        {format(first)}-{format(last)} of {about}
        {format(data.total)}
      </p>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Previous page"
        disabled={page === 1}
        onClick={() => onTurn(-1)}
      >
        <ChevronLeft aria-hidden />
      </Button>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Next page"
        disabled={!data.nextCursor}
        onClick={() => onTurn(1)}
      >
        <ChevronRight aria-hidden />
      </Button>
    </div>
  );
}
