'use client';
import { TriangleAlert } from 'lucide-react';
import { TraceList } from '#components/feedback/trace-list.tsx';
import type { SelectionExplanation } from '#lib/mail/outgoing/explain-selection.ts';

const dmarcWords = {
  none: 'Lets everybody send for the domain',
  quarantine: 'Quarantine: mail of others counts as spam',
  reject: 'Reject: mail of others is refused',
  unknown: 'Not known: DNS did not answer, so it counts as strict',
};

/** The server, the addresses of the mail, and every rule tried. */
export function SelectionAnswer({ answer }: { answer: SelectionExplanation }) {
  const { serverName, headerFrom, envelopeFrom, replyTo, rewritten, warning, dmarc, trace } = answer;
  return (
    <>
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-y-2 text-sm [&_dd]:wrap-anywhere [&_dt]:text-muted-foreground">
        <dt>Server</dt>
        <dd className="font-medium">{serverName}</dd>
        <dt>From</dt>
        <dd>
          {headerFrom} {rewritten ? <span className="text-muted-foreground">(rewritten)</span> : null}
        </dd>
        <dt>Return-Path</dt>
        <dd>{envelopeFrom}</dd>
        {replyTo ? (
          <>
            <dt>Reply-To</dt>
            <dd>{replyTo}</dd>
          </>
        ) : null}
        {dmarc ? (
          <>
            <dt>Partner’s DMARC</dt>
            <dd>{dmarcWords[dmarc]}</dd>
          </>
        ) : null}
      </dl>
      {warning ? (
        <p className="mt-4 flex gap-2.5 rounded-lg border border-warning-line bg-warning-soft px-3 py-2.5 text-sm text-warning">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0">{warning}</span>
        </p>
      ) : null}
      <h3 className="mt-6 mb-2 font-medium text-sm">Rules tried, in order</h3>
      <TraceList trace={trace} />
    </>
  );
}
