'use client';
import { useFormContext, useWatch } from 'react-hook-form';
import { RadioCards } from '#components/form/radio-cards.tsx';
import { SecretField } from '#components/form/secret-field.tsx';
import { FieldRow, Section } from '#components/form/section.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { usualPort } from '#lib/mail/servers/usual-ports.ts';
import { AccountProviderField } from '../_servers/account-provider-field.tsx';
import { EncryptionField } from '../_servers/encryption-field.tsx';

/** Where the server is, and how one signs in. */
export function ConnectionSection({ passwordSetAt, hint }: { passwordSetAt: Date | null; hint?: string }) {
  const { control } = useFormContext();
  const signIn = useWatch({ control, name: 'authentication' });
  return (
    <Section title="Connection" description={hint ?? 'As your provider tells you. Nothing is sent before you save.'}>
      <TextField name="name" label="Name" placeholder="Mail of My Company" />
      <TextField name="host" label="Host" mono placeholder="smtp.example.com" />
      <EncryptionField usual={usualPort} />
      <RadioCards
        name="authentication"
        label="Sign-in"
        columns={3}
        options={[
          { value: 'login', label: 'User name and password', description: 'As in any mail program.' },
          {
            value: 'oauth2',
            label: 'Connected account',
            description: 'Google or Microsoft, without a password (OAuth).',
          },
          { value: 'none', label: 'None', description: 'The server knows us by our address.' },
        ]}
      />
      {signIn === 'oauth2' ? <AccountFields /> : null}
      {signIn === 'login' ? (
        <FieldRow>
          <TextField name="username" label="User name" placeholder="anna@mycompany.example" />
          <SecretField name="password" label="Password" setAt={passwordSetAt} />
        </FieldRow>
      ) : null}
    </Section>
  );
}

/** Whose account it is; it is connected on the saved server. */
function AccountFields() {
  return (
    <>
      <AccountProviderField />
      <TextField
        name="username"
        label="Address of the account"
        help="Save, then connect it: its owner signs in at the provider and allows us to send."
        placeholder="anna@mycompany.example"
      />
    </>
  );
}
