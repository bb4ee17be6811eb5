import type { OauthProvider } from '#lib/core/enumerations.ts';

interface RegistrationWords {
  steps: string[];
  /** What the provider calls the client ID. */
  clientId: string;
  placeholder: string;
  secretHelp: string;
}

/** How one registers with a provider, in the words of its own console. */
export const registrationSteps: Record<OauthProvider, RegistrationWords> = {
  google: {
    steps: [
      'In the Google Cloud console choose or create a project and enable the Gmail API.',
      'Under Google Auth Platform, Audience choose Internal for an organisation of your own; otherwise External, and publish the application: while it is in testing, Google ends each permission after 7 days.',
      'Under Data access add the permission below.',
      'Under Clients create a client of the type Web application with the redirect URI below, and copy its ID and secret here.',
    ],
    clientId: 'Client ID',
    placeholder: '1234567890-abc.apps.googleusercontent.com',
    secretHelp: 'Shown once, when the client is created.',
  },
  microsoft: {
    steps: [
      'In the Microsoft Entra admin center, App registrations, make a new registration. Supported accounts: your organisation only, or any organisation and personal accounts.',
      'Add the redirect URI below, platform Web.',
      'Under API permissions add the delegated permissions below (Office 365 Exchange Online), and grant admin consent if your organisation asks for it.',
      'Under Certificates & secrets make a client secret and copy its value, not its ID. Note when it expires.',
    ],
    clientId: 'Application (client) ID',
    placeholder: '00000000-0000-0000-0000-000000000000',
    secretHelp: 'The value of the secret, shown once when it is made.',
  },
};
