'use client';
import { useQuery } from '@tanstack/react-query';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import type { ShownMail } from '#lib/mail/incoming/trace/shown-mail.ts';
import type { EmailDetail } from '#lib/mail/outgoing/email-schema.ts';
import type { DocumentPlaces } from '../../../document-places.ts';
import { MailContent } from '../../../mail-content.tsx';
import { EmailProgress } from '../email-columns.tsx';
import { emailQuery } from '../queries.ts';
import { DeliveryList } from './delivery-list.tsx';
import { DownloadLinks } from './download-links.tsx';
import { EmailActions } from './email-actions.tsx';
import { EmailFacts } from './email-facts.tsx';
import { EmailHistory } from './email-history.tsx';

interface EmailViewProps {
  initial: EmailDetail;
  mail: ShownMail;
  places: DocumentPlaces;
}

/** At the left the mail, at the right its life; both follow what happens while one looks. */
export function EmailView({ initial, mail, places }: EmailViewProps) {
  const { data: email } = useQuery({ ...emailQuery(initial.id), initialData: initial });
  return (
    <>
      <PageHeader
        title={email.subject || 'No subject'}
        badge={<EmailProgress email={email} />}
        crumbs={[
          { label: 'Technical' },
          { label: 'Emails', href: '/technical/emails' },
          { label: email.subject || 'No subject' },
        ]}
        actions={<EmailActions email={email} />}
      />
      <PageBody
        aside={
          <div className="flex flex-col gap-6">
            <section aria-labelledby="history" className="flex flex-col gap-3">
              <h2 id="history" className="font-medium">
                What happened
              </h2>
              <EmailHistory email={email} places={places} />
            </section>
            <DeliveryList email={email} />
          </div>
        }
      >
        <div className="flex flex-col gap-5">
          <EmailFacts email={email} />
          <MailContent
            mail={mail}
            src={`/mail-bodies/emails/${email.id}`}
            title={`Message about ${email.subject || 'nothing'}`}
            emlHref={`/api/v1/emails/${email.id}/eml`}
          />
          <DownloadLinks emailId={email.id} />
        </div>
      </PageBody>
    </>
  );
}
