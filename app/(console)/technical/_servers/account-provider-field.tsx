import { RadioCards } from '#components/form/radio-cards.tsx';

/** At which provider the account is that a server is used with. */
export function AccountProviderField() {
  return (
    <RadioCards
      name="oauthProvider"
      label="Account at"
      options={[
        { value: 'google', label: 'Google', description: 'Gmail, Google Workspace' },
        { value: 'microsoft', label: 'Microsoft', description: 'Microsoft 365, Outlook.com' },
      ]}
    />
  );
}
