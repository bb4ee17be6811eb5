import { StateBadge } from '#components/mail/state-badge.tsx';
import type { Column } from '#components/table/list-types.ts';
import { TitledCell } from '#components/table/titled-cell.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { IncomingMailItem } from '#lib/mail/incoming/incoming-mail-schema.ts';
import { DocumentLink } from '../../document-link.tsx';
import type { DocumentPlaces } from '../../document-places.ts';
import { nameOfSender } from './sender-name.ts';
import { sourceWords } from './source-words.ts';

/** The list of incoming mails: about what, from whom, what became of it, and where it is. */
export function incomingColumns(places: DocumentPlaces): Column<IncomingMailItem>[] {
  return [
    {
      id: 'subject',
      header: 'Subject',
      sort: 'subject',
      sortsFew: true,
      cell: ({ subject, from, receivedAt }) => (
        <TitledCell
          note={
            <>
              {nameOfSender(from)}
              <span className="sm:hidden">
                {' · '}
                <RelativeTime value={receivedAt} />
              </span>
            </>
          }
          where="narrow"
        >
          {subject || 'No subject'}
        </TitledCell>
      ),
    },
    {
      id: 'from',
      header: 'From',
      width: '14rem',
      sort: 'from',
      sortsFew: true,
      hideOnNarrow: true,
      cell: ({ from }) => (
        <span dir="auto" title={from ?? undefined} className="block truncate">
          {nameOfSender(from)}
        </span>
      ),
    },
    {
      id: 'outcome',
      header: 'Outcome',
      width: '12.5rem',
      sort: 'outcome',
      sortsFew: true,
      cell: ({ outcome }) =>
        outcome ? <StateBadge kind="outcome" state={outcome} /> : <StateBadge kind="delivery" state="queued" />,
    },
    {
      id: 'where',
      header: 'Where and why',
      width: '22%',
      hideOnPhone: true,
      cell: (row) => <Where mail={row} places={places} />,
    },
    {
      id: 'source',
      header: 'Came by',
      width: '8.5rem',
      hideOnNarrow: true,
      cell: ({ source }) => <span className="text-muted-foreground">{sourceWords[source]}</span>,
    },
    {
      id: 'received',
      header: 'Received',
      width: '8rem',
      align: 'right',
      hideOnPhone: true,
      sort: 'receivedAt',
      cell: ({ receivedAt }) => <RelativeTime value={receivedAt} className="text-muted-foreground" />,
    },
  ];
}

function Where({ mail, places }: { mail: IncomingMailItem; places: DocumentPlaces }) {
  const route = mail.routes.find(({ recordId }) => recordId !== null);
  if (route?.model && route.recordId !== null) {
    const { model, recordId, recordName, recordDeleted } = route;
    const others = mail.routes.length - 1;
    return (
      <span className="flex gap-1">
        <span className="min-w-0 truncate first-letter:uppercase">
          <DocumentLink {...{ places, model, recordId, recordName, recordDeleted }} />
        </span>
        {others > 0 ? <span className="shrink-0 text-muted-foreground">and {others} more</span> : null}
      </span>
    );
  }
  return (
    <span
      dir="auto"
      title={mail.reason ?? undefined}
      className="block truncate text-muted-foreground first-letter:uppercase"
    >
      {mail.reason}
    </span>
  );
}
