import { CapturedBadge } from '#components/mail/captured-badge.tsx';
import { StateBadge } from '#components/mail/state-badge.tsx';
import type { Column } from '#components/table/list-types.ts';
import { TitledCell } from '#components/table/titled-cell.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { EmailItem } from '#lib/mail/outgoing/email-schema.ts';
import { failureWords } from './failure-words.ts';
import { shortReason } from './short-reason.ts';

/** The list of mails: about what, for whom, how far, and why not. */
export const emailColumns: Column<EmailItem>[] = [
  {
    id: 'subject',
    header: 'Subject',
    cell: (row) => (
      <TitledCell note={recipientsOf(row)} where="narrow">
        {row.subject || 'No subject'}
      </TitledCell>
    ),
  },
  {
    id: 'to',
    header: 'To',
    width: '14rem',
    hideOnNarrow: true,
    cell: (row) => (
      <span dir="auto" className="block truncate">
        {recipientsOf(row)}
      </span>
    ),
  },
  { id: 'state', header: 'State', width: '10rem', cell: (row) => <EmailProgress email={row} /> },
  { id: 'reason', header: 'Reason', width: '16rem', hideOnPhone: true, cell: (row) => <Reason email={row} /> },
  {
    id: 'server',
    header: 'Server',
    width: '8rem',
    hideOnNarrow: true,
    cell: ({ serverName }) => <span className="block truncate text-muted-foreground">{serverName}</span>,
  },
  {
    id: 'created',
    header: 'Created',
    width: '7rem',
    align: 'right',
    sort: 'createdAt',
    cell: ({ createdAt }) => <RelativeTime value={createdAt} className="text-muted-foreground" />,
  },
];

function recipientsOf({ to, cc }: EmailItem): string {
  return [to, cc].filter(Boolean).join(', ') || 'Hidden recipients';
}

/** The state of a mail, with "3 of 5" where only some of its recipients have it. */
export function EmailProgress({ email }: { email: EmailItem }) {
  const { state, recipientCount, sentCount, deferredCount, capturedCount } = email;
  const isCaptured = state === 'sent' && capturedCount > 0;
  const isDeferred = state === 'outgoing' && deferredCount > 0;
  return (
    <span className="inline-flex max-w-full items-center gap-x-2 gap-y-0.5 max-sm:flex-col max-sm:items-start">
      {isDeferred ? <StateBadge kind="delivery" state="deferred" /> : null}
      {isCaptured ? <CapturedBadge /> : null}
      {isDeferred || isCaptured ? null : <StateBadge kind="email" state={state} />}
      {recipientCount > 1 ? (
        <span className="whitespace-nowrap text-muted-foreground tabular-nums">
          {sentCount} of {recipientCount}
        </span>
      ) : null}
    </span>
  );
}

function Reason({ email }: { email: EmailItem }) {
  const { failureType, failureReason, scheduledAt, state, deferredCount } = email;
  const waitsFor = state === 'outgoing' && scheduledAt && new Date(scheduledAt) > new Date() ? scheduledAt : null;
  if (waitsFor) {
    return (
      <span className="text-muted-foreground">
        Leaves <RelativeTime value={waitsFor} />
      </span>
    );
  }
  const words = failureReason || (failureType && failureWords[failureType]);
  if (!words && deferredCount === 0) return null;
  return (
    <span dir="auto" title={words ?? undefined} className="block truncate text-muted-foreground">
      {(words && shortReason(words)) || 'The server asked to come back later; it is tried again by itself.'}
    </span>
  );
}
