'use client';
import { useQueryClient } from '@tanstack/react-query';
import { CornerUpLeft, Send } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { StateBadge } from '#components/mail/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Label } from '#components/ui/label.tsx';
import { Link, textLink } from '#components/ui/link.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { SandboxDetail } from '#lib/mail/sandbox/read-sandbox-message.ts';
import { DocumentLink } from '../document-link.tsx';
import type { DocumentPlaces } from '../document-places.ts';
import { replyInSandbox } from './actions.ts';

type Outcome = Extract<Awaited<ReturnType<typeof replyInSandbox>>, { ok: true }>['value'];

/** Answers in a recipient's place: a real mail that comes back in through the gateway; then says where it went. */
export function ReplyBox({ message, places }: { message: SandboxDetail; places: DocumentPlaces }) {
  const id = useId();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [from, setFrom] = useState(message.recipients[0] ?? '');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return setProblem('Write an answer first.');
    setSending(true);
    const result = await replyInSandbox({ id: message.id, from, text }).catch(() => null);
    setSending(false);
    if (!result?.ok) {
      return setProblem(
        result?.message ?? 'The answer was not sent: the server did not answer. Try again in a moment.',
      );
    }
    setProblem(null);
    setText('');
    setOpen(false);
    setOutcome(result.value);
    toast.success('The answer came in');
    void queries.invalidateQueries({ queryKey: ['sandbox'] });
  };

  if (message.recipients.length === 0) return null;
  if (!isOpen) {
    return (
      <div className="flex flex-col items-start gap-3">
        {outcome ? <ReplyOutcome outcome={outcome} places={places} /> : null}
        <Button variant="primary" onClick={() => setOpen(true)}>
          <CornerUpLeft aria-hidden /> Reply as the recipient
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={send} className="flex flex-col gap-3 rounded-lg border bg-card p-4">
      <div className="flex flex-wrap items-center gap-2">
        {message.recipients.length > 1 ? (
          <>
            <Label htmlFor={`${id}-from`}>Reply as</Label>
            <Select
              id={`${id}-from`}
              value={from}
              onValueChange={setFrom}
              options={message.recipients.map((address) => ({ value: address, label: address }))}
              className="max-w-80"
            />
          </>
        ) : (
          <p className="wrap-anywhere text-sm">
            Reply as <span className="font-medium">{from}</span>
          </p>
        )}
      </div>
      <Textarea
        aria-label="Your answer"
        rows={5}
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        placeholder="What the recipient would write back"
      />
      {problem ? (
        <p id={`${id}-problem`} role="alert" className="text-danger text-sm">
          {problem}
        </p>
      ) : null}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" loading={isSending}>
          <Send aria-hidden /> Send reply
        </Button>
        <Button variant="ghost" onClick={() => setOpen(false)} disabled={isSending}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function ReplyOutcome({ outcome, places }: { outcome: Outcome; places: DocumentPlaces }) {
  const route = outcome.routes.find(({ recordId }) => recordId !== null);
  return (
    <div
      role="status"
      className="flex w-full flex-wrap items-center gap-x-2 gap-y-1 rounded-lg border bg-canvas px-4 py-3 text-sm"
    >
      <StateBadge kind="outcome" state={outcome.outcome} />
      {route?.model && route.recordId !== null ? (
        <span>
          on{' '}
          <DocumentLink
            places={places}
            model={route.model}
            recordId={route.recordId}
            recordName={route.recordName}
            recordDeleted={route.recordDeleted}
          />
        </span>
      ) : (
        <span className="wrap-anywhere text-muted-foreground">{outcome.reason}</span>
      )}
      {outcome.incomingMailId === null ? null : (
        <Link href={`/technical/incoming-mails/${outcome.incomingMailId}`} className={textLink}>
          See why
        </Link>
      )}
    </div>
  );
}
