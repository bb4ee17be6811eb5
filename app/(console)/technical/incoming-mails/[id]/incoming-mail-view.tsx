'use client';
import { useQuery } from '@tanstack/react-query';
import { TraceList } from '#components/feedback/trace-list.tsx';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import { StateBadge } from '#components/mail/state-badge.tsx';
import type { IncomingMailDetail } from '#lib/mail/incoming/incoming-mail-schema.ts';
import type { DocumentPlaces } from '../../../document-places.ts';
import { MailContent } from '../../../mail-content.tsx';
import { MailFacts } from '../mail-facts.tsx';
import { incomingMailQuery } from '../queries.ts';
import { asSentence, traceWithNames, withNames } from '../reason-words.ts';
import { RouteList } from '../route-list.tsx';
import type { ServerChoices } from '../server-choices.ts';
import { ArrivalFacts } from './arrival-facts.tsx';
import { IncomingActions } from './incoming-actions.tsx';
import { MailTimeline } from './mail-timeline.tsx';

interface IncomingMailViewProps {
  initial: IncomingMailDetail;
  places: DocumentPlaces;
  /** Models a mail can create. */
  creatable: { value: string; label: string }[];
  servers: ServerChoices;
}

/** At the left the mail, at the right the decision. */
export function IncomingMailView({ initial, places, creatable, servers }: IncomingMailViewProps) {
  const { data: mail } = useQuery({ ...incomingMailQuery(initial.id), initialData: initial });
  const { parsed, outcome, reason } = mail;
  const subject = mail.subject || parsed.subject || 'No subject';
  return (
    <>
      <PageHeader
        title={subject}
        badge={outcome ? <StateBadge kind="outcome" state={outcome} /> : <StateBadge kind="delivery" state="queued" />}
        description={asSentence(withNames(reason ?? 'It is stored and waits to be processed.', mail.routes))}
        crumbs={[
          { label: 'Technical' },
          { label: 'Incoming mails', href: '/technical/incoming-mails' },
          { label: subject },
        ]}
        actions={<IncomingActions mail={mail} places={places} creatable={creatable} />}
      />
      <PageBody
        aside={
          <div className="flex flex-col gap-6">
            <section aria-labelledby="routes" className="flex flex-col gap-3">
              <h2 id="routes" className="font-medium">
                Where it went
              </h2>
              <RouteList routes={mail.routes} places={places} />
            </section>
            <section aria-labelledby="rules" className="flex flex-col gap-3">
              <h2 id="rules" className="font-medium">
                Why: the rules in their order
              </h2>
              {mail.trace.length > 0 ? (
                <TraceList trace={traceWithNames(mail.trace, mail.routes)} />
              ) : (
                <p className="text-muted-foreground text-sm">No rule was asked yet.</p>
              )}
            </section>
            <section aria-labelledby="history" className="flex flex-col gap-3">
              <h2 id="history" className="font-medium">
                What happened
              </h2>
              <MailTimeline mail={mail} places={places} />
            </section>
            <ArrivalFacts mail={mail} servers={servers} />
          </div>
        }
      >
        <div className="flex flex-col gap-5">
          <MailFacts parsed={parsed} />
          <MailContent
            mail={{ ...parsed, headers: mail.headers }}
            visibleText={parsed.visibleText}
            parts={parsed.parts}
            src={`/mail-bodies/incoming-mails/${mail.id}`}
            title={`Message of ${parsed.from?.name || parsed.from?.address || 'nobody'} about ${subject}`}
            emlHref={`/api/v1/incoming-mails/${mail.id}/eml`}
          />
        </div>
      </PageBody>
    </>
  );
}
