import { useCallback } from 'react';
import { useWatch } from 'react-hook-form';
import { RadioCards } from '#components/form/radio-cards.tsx';
import { SecretField } from '#components/form/secret-field.tsx';
import { FieldRow, Section } from '#components/form/section.tsx';
import { SwitchField } from '#components/form/switch-field.tsx';
import { TextField } from '#components/form/text-field.tsx';
import type { Encryption } from '#lib/core/enumerations.ts';
import { usualIncomingPort } from '#lib/mail/servers/usual-ports.ts';
import { EncryptionField } from '../_servers/encryption-field.tsx';
import { AccountFields } from './account-fields.tsx';

const words = {
  imap: 'Mails stay in the mailbox and are marked as read. At the first fetch the unread ones are taken.',
  pop3: 'POP knows no read mails: the first fetch takes all that are in the mailbox.',
};

/** Where the mailbox is, and how one signs in. */
export function LoginSection({ passwordSetAt }: { passwordSetAt: Date | null }) {
  const type: 'imap' | 'pop3' = useWatch({ name: 'type' }) === 'pop3' ? 'pop3' : 'imap';
  const withAccount = useWatch({ name: 'authentication' }) === 'oauth2';
  const usual = useCallback((encryption: Encryption) => usualIncomingPort(type, encryption), [type]);
  return (
    <Section title="Server & login" description={words[type]}>
      <RadioCards
        name="authentication"
        label="Sign-in"
        options={[
          { value: 'login', label: 'User name and password', description: 'As in any mail program.' },
          {
            value: 'oauth2',
            label: 'Connected account',
            description: 'Google or Microsoft, without a password (OAuth).',
          },
        ]}
      />
      {withAccount ? <AccountFields protocol={type} /> : null}
      <TextField name="host" label="Server name" mono placeholder={`${type === 'pop3' ? 'pop' : 'imap'}.example.com`} />
      <EncryptionField usual={usual} />
      {withAccount ? null : (
        <FieldRow>
          <TextField name="username" label="Username" placeholder="sales@mycompany.example" />
          <SecretField name="password" label="Password" setAt={passwordSetAt} />
        </FieldRow>
      )}
      {type === 'pop3' ? (
        <SwitchField
          name="leaveOnServer"
          label="Keep mails on the server"
          help="Off: each mail is deleted in the mailbox once it is stored here. Switched off later, that goes for those fetched before too."
        />
      ) : (
        <TextField name="folder" label="Folder" placeholder="INBOX" />
      )}
    </Section>
  );
}
