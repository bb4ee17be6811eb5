import { Link, textLink } from '#components/ui/link.tsx';
import { ExactTime } from '#components/ui/relative-time.tsx';
import type { IncomingMailDetail } from '#lib/mail/incoming/incoming-mail-schema.ts';
import { FactList } from '../../../fact-list.tsx';
import { formatSize } from '../../../format-size.ts';
import type { ServerChoices } from '../server-choices.ts';
import { sourceWords } from '../source-words.ts';

/** How the mail reached us. */
export function ArrivalFacts({ mail, servers }: { mail: IncomingMailDetail; servers: ServerChoices }) {
  const { source, incomingServerId, receivedAt, processedAt, envelopeFrom, envelopeTo, size, attempts } = mail;
  const { clientIp, clientName } = mail;
  return (
    <section aria-labelledby="arrival" className="flex flex-col gap-3">
      <h2 id="arrival" className="font-medium">
        How it came
      </h2>
      <FactList
        facts={[
          ['Came by', sourceWords[source]],
          [
            'Server',
            incomingServerId ? (
              <Link key="server" href={`/technical/incoming-servers/${incomingServerId}`} className={textLink}>
                {servers.find(({ value }) => value === String(incomingServerId))?.label ??
                  `Incoming server ${incomingServerId}`}
              </Link>
            ) : null,
          ],
          ['Handed over by', clientIp ? `${clientName ?? 'a client'} (${clientIp})` : null],
          ['Received', <ExactTime key="received" value={receivedAt} />],
          ['Processed', processedAt ? <ExactTime key="processed" value={processedAt} /> : 'Not yet'],
          ['Envelope from', envelopeFrom === '' ? 'Nobody (a report)' : envelopeFrom],
          ['Envelope to', envelopeTo],
          ['Size', formatSize(size)],
          ['Attempts', attempts > 1 ? attempts : null],
        ]}
      />
    </section>
  );
}
