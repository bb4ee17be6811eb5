'use client';
import { CircleX, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Link, textLink } from '#components/ui/link.tsx';
import { NumberFormat, useNumberFormat } from '#components/ui/number-format.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { FailureGroup } from '#lib/mail/outgoing/email-schema.ts';
import { failureWords } from '../failure-words.ts';

/** One cause: what, how many, since when, an example in the server's words, and the button that retries them. */
export function FailureCard({ group, onRetry }: { group: FailureGroup; onRetry: () => Promise<void> }) {
  const [isBusy, setBusy] = useState(false);
  const format = useNumberFormat();
  const { failureType, serverId, serverName, replyClass, count, emailCount, since, latest, reason } = group;
  const retry = async () => {
    setBusy(true);
    await onRetry().finally(() => setBusy(false));
  };
  const listed = new URLSearchParams({
    state: 'failed',
    failureType,
    ...(serverId !== null && { serverId: String(serverId) }),
  });
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          {failureWords[failureType]}
          {replyClass ? (
            <Badge tone="danger" icon={CircleX}>
              {replyClass}
            </Badge>
          ) : null}
        </span>
      }
      description={serverName ? `through ${serverName}` : 'before a server was asked'}
      action={
        <Button onClick={retry} loading={isBusy}>
          <RotateCw aria-hidden /> Retry {format(count)} {count === 1 ? 'recipient' : 'recipients'}
        </Button>
      }
      footer={
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          <Link href={`/technical/emails?${listed}`} className={textLink}>
            <NumberFormat value={emailCount} /> {emailCount === 1 ? 'mail' : 'mails'}
          </Link>
          <span>
            first <RelativeTime value={since} />
          </span>
          <span>
            last <RelativeTime value={latest} />
          </span>
        </p>
      }
    >
      <p dir="auto" className="wrap-anywhere">
        {reason ?? 'No words were kept.'}
      </p>
      <p className="wrap-anywhere mt-2 text-muted-foreground text-sm">
        For example{' '}
        <Link href={`/technical/emails/${group.exampleEmailId}`} className={textLink}>
          the mail to {group.exampleRecipient}
        </Link>
      </p>
    </Card>
  );
}
