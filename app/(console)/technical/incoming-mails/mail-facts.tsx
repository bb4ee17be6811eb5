import { SenderFact } from '#components/chatter/sender-badge.tsx';
import { ExactTime } from '#components/ui/relative-time.tsx';
import type { ParsedView } from '#lib/mail/incoming/trace/gateway-answer.ts';
import { type Fact, FactList } from '../../fact-list.tsx';

const kindWords: Record<ParsedView['autoReply']['kind'], string> = {
  normal: 'A person',
  'auto-reply': 'An automatic reply',
  'auto-generated': 'A machine',
  'mailing-list': 'A mailing list',
  bulk: 'A mass mail',
  robot: 'A robot’s address',
  report: 'A mail system’s report',
};

/** What was read in the mail: who, to whom, whether a machine wrote it, whether the sender is proven. */
export function MailFacts({ parsed }: { parsed: ParsedView }) {
  const { from, to, cc, date, messageId, inReplyTo, autoReply, authentication, bounce, defects } = parsed;
  const signals = autoReply.signals.length > 0 ? ` (${autoReply.signals.join(', ')})` : '';
  const facts: Fact[] = [
    ['From', from ? shown(from) : 'Nobody'],
    ['To', to.map(shown).join(', ') || 'Nobody named'],
    ['Cc', cc.map(shown).join(', ') || null],
    ['Date', exact(date)],
    ['Message-ID', mono(messageId)],
    ['In reply to', mono(inReplyTo)],
    ['Written by', `${kindWords[autoReply.kind]}${signals}`],
    ['Sender', <SenderFact key="sender" check={authentication} />],
    ...(bounce?.recipients ?? []).map(
      ({ address, action, status, diagnostic }, index): Fact => [
        index === 0 ? 'Report on' : `Report on ${index + 1}`,
        [address, action, status, diagnostic].filter(Boolean).join(' · '),
      ],
    ),
    ['Complaint', bounce?.feedback ? `${bounce.feedback.type} about ${bounce.feedback.recipient ?? 'nobody'}` : null],
    ['Repaired', defects.length > 0 ? defects.join('; ') : null],
  ];
  return <FactList facts={facts} />;
}

function shown({ name, address }: { name: string; address: string }): string {
  return name ? `${name} <${address}>` : address;
}

function mono(id: string | null) {
  return id ? <span className="font-mono text-xs">{id}</span> : null;
}

function exact(date: string | null) {
  return date ? <ExactTime value={date} /> : null;
}
