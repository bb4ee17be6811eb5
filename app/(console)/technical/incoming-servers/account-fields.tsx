'use client';
import { useEffect } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { TextField } from '#components/form/text-field.tsx';
import type { OauthProvider } from '#lib/core/enumerations.ts';
import { oauthProviderFacts, providerOfHost } from '#lib/mail/servers/oauth/providers.ts';
import { AccountProviderField } from '../_servers/account-provider-field.tsx';

type Protocol = 'imap' | 'pop3';

/** Whose account it is; it is connected on the saved server. */
export function AccountFields({ protocol }: { protocol: Protocol }) {
  useProviderHost(protocol);
  return (
    <>
      <AccountProviderField />
      <TextField
        name="username"
        label="Address of the account"
        help="Save, then connect it: its owner signs in at the provider and allows us to read the mailbox."
        placeholder="sales@mycompany.example"
      />
    </>
  );
}

/** Fills in the provider's host, while none or another one of a provider stands there. */
function useProviderHost(protocol: Protocol): void {
  const { getValues, setValue } = useFormContext();
  const provider: OauthProvider = useWatch({ name: 'oauthProvider' });
  useEffect(() => {
    const host: string = getValues('host').trim();
    const usual = oauthProviderFacts[provider].hosts[protocol];
    const isFree = host === '' || providerOfHost(host, 'imap') !== null || providerOfHost(host, 'pop3') !== null;
    if (!isFree || usual.includes(host.toLowerCase())) return;
    setValue('host', usual[0], { shouldDirty: true, shouldValidate: true });
    setValue('encryption', 'tls_strict', { shouldDirty: true });
  }, [provider, protocol, getValues, setValue]);
}
