import { CopyButton } from '#components/ui/copy-button.tsx';
import type { EmailDetail } from '#lib/mail/outgoing/email-schema.ts';
import { FactList } from '../../../fact-list.tsx';

/** Who to whom, and by which addresses. */
export function EmailFacts({ email }: { email: EmailDetail }) {
  const { from, headerFrom, envelopeFrom, replyTo, to, cc, messageId } = email;
  const isRewritten = headerFrom !== null && headerFrom !== from;
  return (
    <FactList
      facts={[
        ['From', headerFrom ?? from ?? 'Chosen when it is sent'],
        ['Written by', isRewritten ? from : null],
        ['To', to || 'Hidden recipients'],
        ['Cc', cc || null],
        ['Answers to', replyTo],
        ['Returns to', envelopeFrom === '' ? 'Nobody: an automatic mail has no return path' : envelopeFrom],
        [
          'Message-ID',
          <span key="id" className="flex items-center gap-1">
            <span className="min-w-0 truncate font-mono text-xs">{messageId}</span>
            <CopyButton value={messageId} label="Copy Message-ID" className="-my-1" />
          </span>,
        ],
      ]}
    />
  );
}
