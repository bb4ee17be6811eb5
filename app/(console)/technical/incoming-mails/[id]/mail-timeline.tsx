import {
  Archive,
  Cog,
  FilePlus,
  FolderInput,
  Inbox,
  type LucideIcon,
  Reply,
  RotateCw,
  ShieldBan,
  ShieldCheck,
  Trash2,
} from 'lucide-react';
import { Timeline, type TimelineEvent } from '#components/feedback/timeline.tsx';
import { stateLook } from '#components/mail/state-words.ts';
import type { IncomingMailDetail } from '#lib/mail/incoming/incoming-mail-schema.ts';
import { DocumentLink } from '../../../document-link.tsx';
import type { DocumentPlaces } from '../../../document-places.ts';
import { formatSize } from '../../../format-size.ts';
import { sourceWords } from '../source-words.ts';

type MailEvent = IncomingMailDetail['history'][number];

const icons: Record<MailEvent['kind'], LucideIcon> = {
  received: Inbox,
  stored: Archive,
  authenticated: ShieldCheck,
  processed: Cog,
  answered: Reply,
  replayed: RotateCw,
  assigned: FolderInput,
  created: FilePlus,
  discarded: Trash2,
  blocked: ShieldBan,
};

/** What happened to the mail since it came, and who did it. */
export function MailTimeline({ mail, places }: { mail: IncomingMailDetail; places: DocumentPlaces }) {
  const events = mail.history.map(
    (event, index): TimelineEvent => ({
      id: String(index),
      icon: icons[event.kind],
      title: wordsOf(event, mail),
      at: event.at ?? undefined,
      children: event.record ? (
        <span className="wrap-anywhere block first-letter:uppercase">
          <DocumentLink places={places} {...event.record} />
        </span>
      ) : undefined,
      tone: event.kind === 'processed' ? stateLook('outcome', event.detail ?? '').tone : 'neutral',
    }),
  );
  const waiting: TimelineEvent = { id: 'waiting', icon: Cog, title: 'Waits to be processed', future: true };
  return <Timeline label="History of the mail" events={mail.outcome ? events : [...events, waiting]} />;
}

function wordsOf({ kind, by, detail }: MailEvent, mail: IncomingMailDetail): string {
  switch (kind) {
    case 'received':
      return `Received by ${sourceWords[mail.source]}`;
    case 'stored':
      return `Stored as it came, ${formatSize(mail.size)}`;
    case 'authenticated':
      return mail.parsed.authentication.verified ? 'The sender is verified' : 'The sender is not verified';
    case 'processed':
      return `Processed: ${stateLook('outcome', detail ?? '').word.toLowerCase()}`;
    case 'answered':
      return `Answered automatically (${(detail ?? '').replaceAll('_', ' ')})`;
    case 'replayed':
      return `Replayed by ${by}`;
    case 'assigned':
      return `Assigned to a document by ${by}`;
    case 'created':
      return `Made a document by ${by}`;
    case 'discarded':
      return `Discarded by ${by}`;
    case 'blocked':
      return `Sender blocked by ${by}`;
  }
}
