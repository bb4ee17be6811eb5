import { FlaskConical, Send } from 'lucide-react';
import type { Column } from '#components/table/list-types.ts';
import { TitledCell } from '#components/table/titled-cell.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { SandboxItem } from '#lib/mail/sandbox/sandbox-schema.ts';

/** Whom a mail would have reached, about what, through which server, and whether it left since. */
export const capturedColumns: Column<SandboxItem>[] = [
  {
    id: 'subject',
    header: 'Subject',
    cell: (row) => (
      <TitledCell note={row.recipients.join(', ')} where="phone">
        {row.subject || 'No subject'}
      </TitledCell>
    ),
  },
  {
    id: 'recipients',
    header: 'For',
    width: '15rem',
    hideOnPhone: true,
    cell: (row) => (
      <span dir="auto" title={row.recipients.join(', ')} className="block truncate text-muted-foreground">
        {row.recipients.join(', ')}
      </span>
    ),
  },
  {
    id: 'server',
    header: 'Would have left through',
    width: '14rem',
    hideOnNarrow: true,
    cell: (row) => <span className="block truncate">{row.capturedServerName}</span>,
  },
  {
    id: 'state',
    header: 'State',
    width: '10rem',
    cell: (row) =>
      row.releasedAt ? (
        <Badge tone="success" icon={Send}>
          Sent for real
        </Badge>
      ) : (
        <Badge tone="warning" icon={FlaskConical}>
          Kept here
        </Badge>
      ),
  },
  {
    id: 'createdAt',
    header: 'Kept',
    sort: 'createdAt',
    align: 'right',
    width: '9rem',
    hideOnPhone: true,
    cell: (row) => <RelativeTime value={row.createdAt} className="text-muted-foreground" />,
  },
];
