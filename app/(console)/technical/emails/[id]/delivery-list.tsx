'use client';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { DeliveryItem, EmailDetail } from '#lib/mail/outgoing/email-schema.ts';
import { DeliveryCard } from './delivery-card.tsx';

/** Cards shown before "Show all". */
const atFirst = 20;
/** Those that need somebody come first. */
const order: DeliveryItem['state'][] = ['failed', 'bounced', 'unknown', 'deferred', 'sending', 'queued', 'suppressed'];

/** Every recipient with what became of the mail there. */
export function DeliveryList({ email }: { email: EmailDetail }) {
  const [showsAll, setShowsAll] = useState(false);
  const { deliveries } = email;
  const rank = ({ state }: DeliveryItem) => (order.indexOf(state) + order.length + 1) % (order.length + 1);
  const sorted = deliveries.toSorted((a, b) => rank(a) - rank(b));
  const shown = showsAll ? sorted : sorted.slice(0, atFirst);
  const isAlone = deliveries.length === 1;
  return (
    <section aria-labelledby="recipients" className="flex flex-col gap-3">
      <h2 id="recipients" className="font-medium">
        {isAlone ? 'Recipient' : `Recipients (${email.sentCount} of ${email.recipientCount} have it)`}
      </h2>
      <ul className="flex flex-col gap-2">
        {shown.map((delivery) => (
          <li key={delivery.id}>
            <DeliveryCard emailId={email.id} delivery={delivery} isOpen={isAlone || needsLook(delivery)} />
          </li>
        ))}
      </ul>
      {sorted.length > shown.length ? (
        <Button onClick={() => setShowsAll(true)} className="self-start">
          Show all {deliveries.length}
        </Button>
      ) : null}
    </section>
  );
}

function needsLook({ state }: DeliveryItem): boolean {
  return order.indexOf(state) >= 0 && order.indexOf(state) < 4;
}
