'use client';
import type { ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Form } from '#components/form/form.tsx';
import { Section } from '#components/form/section.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import { saveEmailSettings } from './actions.ts';

const schema = z.object({
  emailDomain: z.string().trim().max(253, 'A domain has at most 253 characters.'),
  defaultFrom: z.string().trim().max(320, 'This is too long for an address.'),
});

interface EmailDomainFormProps {
  emailDomain: string;
  defaultFrom: string;
  /** How a mail would go out now. */
  children: ReactNode;
}

/** The domain of the company's mail, and the address that stands in where an author's own may not. */
export function EmailDomainForm({ emailDomain, defaultFrom, children }: EmailDomainFormProps) {
  const { refresh } = useNavigation();
  return (
    <Form
      schema={schema}
      defaultValues={{ emailDomain, defaultFrom }}
      onSubmit={saveEmailSettings}
      onSaved={refresh}
      savedMessage="Email settings saved"
    >
      <Section
        title="Emails"
        description="Replies come back to this domain, aliases stand on it, and it is what receivers check."
      >
        <TextField
          name="emailDomain"
          label="Email domain"
          help="The domain your company's mailboxes have."
          placeholder="mycompany.example"
        />
        <DefaultFromField />
        {children}
      </Section>
    </Form>
  );
}

function DefaultFromField() {
  const [domain, from] = useWatch({ name: ['emailDomain', 'defaultFrom'] });
  const isWhole = String(from ?? '').includes('@');
  return (
    <TextField
      name="defaultFrom"
      label="Default From"
      help="Used when an author's own address may not be. With a full address, every mail goes out as that one."
      placeholder="notifications"
      suffix={domain && !isWhole ? `@${domain}` : undefined}
    />
  );
}
