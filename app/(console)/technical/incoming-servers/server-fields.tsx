'use client';
import { useWatch } from 'react-hook-form';
import { FoldedSection } from '#components/form/folded-section.tsx';
import { NumberField } from '#components/form/number-field.tsx';
import { RadioCards } from '#components/form/radio-cards.tsx';
import { Section } from '#components/form/section.tsx';
import { SelectField } from '#components/form/select-field.tsx';
import { SwitchField } from '#components/form/switch-field.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { HandedOverSection } from './handed-over-section.tsx';
import { LoginSection } from './login-section.tsx';

export interface ModelChoice {
  value: string;
  label: string;
}

interface ServerFieldsProps {
  passwordSetAt: Date | null;
  /** Documents mail can create. */
  models: readonly ModelChoice[];
  /** The type is fixed while the server is confirmed. */
  confirmed?: boolean;
}

/** All fields of an incoming server. */
export function ServerFields({ passwordSetAt, models, confirmed = false }: ServerFieldsProps) {
  const isFetched = useWatch({ name: 'type' }) !== 'push';
  return (
    <>
      <Section title="Server" description="How mails come in.">
        <TextField name="name" label="Name" placeholder="Mailbox of the sales team" />
        <RadioCards
          name="type"
          label="Server type"
          help={confirmed ? 'Fixed while the server is confirmed: reset its confirmation to change it.' : undefined}
          disabled={confirmed}
          columns={3}
          options={[
            { value: 'imap', label: 'IMAP', description: 'We fetch a folder every few minutes; mails stay there.' },
            { value: 'pop3', label: 'POP', description: 'We fetch the whole mailbox and usually empty it.' },
            { value: 'push', label: 'Local', description: 'A mail server or program hands mails over to us.' },
          ]}
        />
      </Section>
      {isFetched ? <LoginSection passwordSetAt={passwordSetAt} /> : <HandedOverSection />}
      <Section
        title="Actions to Perform on Incoming Mails"
        description="Replies go to their document and mails to an alias where the alias says. This is for all others."
      >
        <SelectField
          name="model"
          label="Create a new record"
          help="Left empty, such mails are kept under Incoming mails for you to decide."
          options={models}
          emptyLabel="Nothing"
        />
        <TextField
          name="address"
          label="Address of the mailbox"
          help="Counts as the recipient where a mail names none of ours: one mailbox for each alias works."
          optional
          placeholder="sales@mycompany.example"
        />
      </Section>
      <AdvancedFields />
    </>
  );
}

function AdvancedFields() {
  return (
    <FoldedSection description="What is kept of each mail, whom we believe, and the order of the servers.">
      <SwitchField
        name="keepAttachments"
        label="Keep attachments"
        help="Off: attachments are left out of the documents. The raw mail stays under Incoming mails."
      />
      <SwitchField
        name="keepOriginal"
        label="Keep original"
        help="The whole mail is attached to its document as original_email.eml."
      />
      <TextField
        name="trustedAuthserv"
        label="Trusted authentication server"
        help="Host whose Authentication-Results header is believed: your provider's, as it stands in the headers."
        optional
        mono
        placeholder="mx.example.com"
      />
      <NumberField name="priority" label="Server priority" help="The lowest number is fetched first." />
    </FoldedSection>
  );
}
