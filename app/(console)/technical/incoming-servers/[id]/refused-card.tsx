'use client';
import { useQuery } from '@tanstack/react-query';
import { Card } from '#components/ui/card.tsx';
import { NumberFormat } from '#components/ui/number-format.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { refusedRecipientsQuery } from '../queries.ts';

const reasons = { unknown_address: 'Nobody has this address', foreign_domain: 'Not one of our domains' };

/** Whom mail servers wanted to reach here, and who does not exist: a typing error of a customer shows here first. */
export function RefusedCard() {
  const { data } = useQuery(refusedRecipientsQuery);
  const refused = data?.items ?? [];
  return (
    <Card
      title="Refused recipients"
      description="Named by mail servers, unknown here. Nothing was sent; the sender was told."
      flush
    >
      {data && refused.length === 0 ? <p className="px-5 pb-4 text-muted-foreground text-sm">None yet.</p> : null}
      <ul className="divide-y border-t empty:hidden">
        {refused.map(({ id, address, reason, attempts, lastAt, lastSender }) => (
          <li key={id} className="px-5 py-2 text-sm">
            <span className="flex items-baseline justify-between gap-3">
              <span className="wrap-anywhere font-medium">{address}</span>
              <RelativeTime value={lastAt} className="shrink-0 text-muted-foreground text-xs" />
            </span>
            <span className="wrap-anywhere block text-muted-foreground">
              {reasons[reason]}, <NumberFormat value={attempts} /> {attempts === 1 ? 'time' : 'times'}
              {lastSender ? `, last by ${lastSender}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
