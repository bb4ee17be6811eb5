'use client';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { Form } from '#components/form/form.tsx';
import { FieldRow } from '#components/form/section.tsx';
import { SwitchField } from '#components/form/switch-field.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { proposeEmailDomain } from '#lib/auth/setup/propose-email-domain.ts';
import { setupSchema } from '#lib/auth/setup/setup-schema.ts';
import { setUp } from '../actions.ts';
import { SubmitButton } from '../submit-button.tsx';

export interface SetupFormProps {
  /** The one-time code printed at start is asked for. */
  needsCode: boolean;
  demoData: boolean;
}

/** Company, administrator, email domain; signs in and opens the console. */
export function SetupForm({ needsCode, demoData }: SetupFormProps) {
  const [leaving, setLeaving] = useState(false);
  return (
    <Form
      schema={setupSchema}
      defaultValues={{ companyName: '', name: '', email: '', password: '', emailDomain: '', demoData, code: '' }}
      onSubmit={setUp}
      onSaved={() => {
        setLeaving(true);
        window.location.assign('/');
      }}
      actions="none"
      savedMessage={null}
      guard={false}
      className="gap-4"
    >
      {needsCode ? (
        <TextField
          name="code"
          label="Set-up code"
          help="Printed in the terminal where PerfectWORK Mail was started. It proves that this server is yours."
          placeholder="ABCD-EFGH-JKLM"
          mono
        />
      ) : null}
      <TextField name="companyName" label="Company" placeholder="My Company" autoComplete="organization" autoFocus />
      <FieldRow>
        <TextField name="name" label="Your name" placeholder="Anna Smith" autoComplete="name" />
        <TextField
          name="email"
          label="Email"
          type="email"
          placeholder="anna@mycompany.example"
          autoComplete="username"
        />
      </FieldRow>
      <TextField
        name="password"
        label="Password"
        type="password"
        help="At least 12 characters. Three or four unrelated words are strong and easy to remember."
        autoComplete="new-password"
      />
      <EmailDomainField />
      <SwitchField
        name="demoData"
        label="Add demo data"
        help="Some colleagues, customers and leads to try things on. Nobody is written to."
      />
      <SubmitButton busy={leaving}>Create company and sign in</SubmitButton>
    </Form>
  );
}

/** Left empty, the domain follows from the address; the proposal stands in the field as its example. */
function EmailDomainField() {
  const email: string = useWatch({ name: 'email' }) ?? '';
  const proposal = proposeEmailDomain(email.includes('@') ? email : '');
  return (
    <TextField
      name="emailDomain"
      label="Email domain"
      optional
      help={
        proposal.note ??
        'Replies and aliases such as sales@ live on it. Left empty, it is taken from your address, as shown.'
      }
      placeholder={proposal.domain}
    />
  );
}
