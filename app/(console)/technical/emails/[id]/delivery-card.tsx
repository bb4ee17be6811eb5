'use client';
import { useQueryClient } from '@tanstack/react-query';
import { ChevronRight, Clock, type LucideIcon, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { Timeline, type TimelineEvent } from '#components/feedback/timeline.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { CapturedBadge } from '#components/mail/captured-badge.tsx';
import { StateBadge } from '#components/mail/state-badge.tsx';
import { stateLook } from '#components/mail/state-words.ts';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { AttemptItem, DeliveryItem } from '#lib/mail/outgoing/email-schema.ts';
import { Unfold } from '../../../unfold.tsx';
import { retryOne } from '../actions.ts';
import { attemptWords } from './attempt-words.ts';

interface DeliveryCardProps {
  emailId: number;
  delivery: DeliveryItem;
  isOpen: boolean;
}

/** One recipient: the state, and unfolded every attempt with the server's words. */
export function DeliveryCard({ emailId, delivery, isOpen }: DeliveryCardProps) {
  const { recipient, recipientName, state, timeline, reason, captured } = delivery;
  const canRetry = ['failed', 'bounced', 'unknown'].includes(state);
  const told = timeline.at(-1)?.reason === reason;
  return (
    <details open={isOpen} className="group/delivery rounded-lg border bg-card">
      <summary className="flex min-h-10 cursor-pointer list-none items-center gap-2 rounded-lg px-3 py-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted-foreground transition-transform group-open/delivery:rotate-90"
        />
        <span dir="auto" className="min-w-0 flex-1 truncate text-sm" title={recipient}>
          {recipientName ? <span className="font-medium">{recipientName} </span> : null}
          <span className={recipientName ? 'text-muted-foreground' : undefined}>{recipient}</span>
        </span>
        {captured ? <CapturedBadge /> : <StateBadge kind="delivery" state={state} />}
      </summary>
      <div className="flex flex-col gap-3 border-t px-3 py-3">
        {reason && !told ? (
          <p dir="auto" className="wrap-anywhere text-sm">
            {reason}
          </p>
        ) : null}
        <Timeline label={`Attempts to reach ${recipient}`} events={eventsOf(delivery)} />
        {canRetry ? <RetryButton emailId={emailId} delivery={delivery} /> : null}
      </div>
    </details>
  );
}

function RetryButton({ emailId, delivery }: Pick<DeliveryCardProps, 'emailId' | 'delivery'>) {
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    const result = await retryOne(emailId, [delivery.id]).catch(() => null);
    setBusy(false);
    if (result?.ok) toast.success(`${delivery.recipient} will be tried again`);
    else toast.error(result?.message ?? 'The server did not answer. Try again in a moment.');
    await queries.invalidateQueries({ queryKey: ['emails'] });
  };
  return (
    <Button size="sm" onClick={retry} loading={isBusy} className="self-start">
      <RotateCw aria-hidden /> Retry this recipient
    </Button>
  );
}

function eventsOf(delivery: DeliveryItem): TimelineEvent[] {
  const { timeline, state, nextAttemptAt } = delivery;
  const spent = timeline.filter(({ result }) => result !== 'queued');
  const events: TimelineEvent[] = timeline.map((attempt) => attemptEvent(attempt, spent.indexOf(attempt) + 1));
  if (state === 'queued' || state === 'deferred') {
    const isDue = new Date(nextAttemptAt) <= new Date();
    const title = isDue ? (
      'Goes out as soon as a worker is free'
    ) : (
      <>
        {timeline.length === 0 ? 'First' : 'Next'} attempt <RelativeTime value={nextAttemptAt} />
      </>
    );
    events.push({ id: 'next', icon: Clock, title, future: true });
  }
  if (events.length === 0) {
    const { word, icon, tone } = stateLook('delivery', state);
    events.push({
      id: 'state',
      icon,
      tone,
      title: state === 'sending' ? 'On its way now' : `${word} before any attempt`,
    });
  }
  return events;
}

/** Whether the sentence of an attempt holds the server's words already. */
function isQuoted(reply: string, reason: string | null): boolean {
  return reason?.includes(reply.replace(/\s+/g, ' ').replace(/\.$/, '')) ?? false;
}

function attemptEvent(attempt: AttemptItem, number: number): TimelineEvent {
  const { id, finishedAt, result, smtpReply, reason, transcript } = attempt;
  const { icon, tone }: { icon: LucideIcon; tone: TimelineEvent['tone'] } = stateLook('delivery', result);
  return {
    id: String(id),
    icon,
    tone,
    at: finishedAt,
    title: attemptWords(attempt, number),
    children: (
      <>
        {reason ? (
          <p dir="auto" className="wrap-anywhere">
            {reason}
          </p>
        ) : null}
        {smtpReply && !isQuoted(smtpReply, reason) ? (
          <p className="wrap-anywhere mt-1 font-mono text-xs">{smtpReply}</p>
        ) : null}
        {transcript ? (
          <Unfold label="What was said">
            <CodeBlock code={transcript} label="SMTP dialogue" />
          </Unfold>
        ) : null}
      </>
    ),
  };
}
