import { CopyButton } from '#components/ui/copy-button.tsx';
import type { EmailDetail } from '#lib/mail/outgoing/email-schema.ts';

/** Who to whom, and by which addresses. */
export function EmailFacts({ email }: { email: EmailDetail }) {
  const { from, headerFrom, envelopeFrom, replyTo, to, cc, messageId } = email;
  const isRewritten = headerFrom !== null && headerFrom !== from;
  const facts: [string, string | null][] = [
    ['From', headerFrom ?? from ?? 'Chosen when it is sent'],
    ['Written by', isRewritten ? from : null],
    ['To', to || 'Hidden recipients'],
    ['Cc', cc || null],
    ['Answers to', replyTo],
    ['Returns to', envelopeFrom === '' ? 'Nobody: an automatic mail has no return path' : envelopeFrom],
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name} className="contents">
            <dt className="text-muted-foreground">{name}</dt>
            <dd dir="auto" className="wrap-anywhere">
              {value}
            </dd>
          </div>
        ),
      )}
      <dt className="text-muted-foreground">Message-ID</dt>
      <dd className="flex min-w-0 items-center gap-1">
        <span className="min-w-0 truncate font-mono text-xs">{messageId}</span>
        <CopyButton value={messageId} label="Copy Message-ID" className="-my-1" />
      </dd>
    </dl>
  );
}
