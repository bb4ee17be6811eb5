import type { Encryption } from '#lib/core/enumerations.ts';

/** What is known of a provider: everything but the secret. */
export interface OutgoingPreset {
  key: string;
  name: string;
  host: string;
  port: number;
  encryption: Encryption;
  authentication: 'none' | 'login';
  /** A fixed user name, where the provider has one. */
  username?: string;
  /** The From filter follows the user name: the account sends as itself only. */
  filterIsUsername: boolean;
  /** What to enter as password, and where to find it. */
  hint: string;
}

const strict = { encryption: 'starttls_strict', port: 587, authentication: 'login', filterIsUsername: false } as const;

/** The providers the form offers. */
export const outgoingPresets: readonly OutgoingPreset[] = [
  {
    ...strict,
    key: 'gmail',
    name: 'Google Workspace / Gmail',
    host: 'smtp.gmail.com',
    filterIsUsername: true,
    hint: 'The user name is the full address; the password an app password of the Google account.',
  },
  {
    ...strict,
    key: 'google-relay',
    name: 'Google Workspace SMTP relay',
    host: 'smtp-relay.gmail.com',
    authentication: 'none',
    hint: 'Allow this machine’s IP address under Apps > Gmail > Routing > SMTP relay service.',
  },
  {
    ...strict,
    key: 'office365',
    name: 'Microsoft 365 / Outlook',
    host: 'smtp.office365.com',
    filterIsUsername: true,
    hint: 'SMTP AUTH must be allowed for the mailbox in the Microsoft 365 admin center.',
  },
  {
    ...strict,
    key: 'sendgrid',
    name: 'SendGrid',
    host: 'smtp.sendgrid.net',
    username: 'apikey',
    hint: 'The user name is the word apikey; the password an API key with the permission Mail Send.',
  },
  {
    ...strict,
    key: 'ses',
    name: 'Amazon SES',
    host: 'email-smtp.eu-west-1.amazonaws.com',
    hint: 'Put your region into the host. User name and password are SMTP credentials made in the SES console.',
  },
  {
    ...strict,
    key: 'mailgun',
    name: 'Mailgun',
    host: 'smtp.mailgun.org',
    hint: 'SMTP credentials of the sending domain; in the EU the host is smtp.eu.mailgun.org.',
  },
  {
    ...strict,
    key: 'postmark',
    name: 'Postmark',
    host: 'smtp.postmarkapp.com',
    hint: 'User name and password are both the server’s API token.',
  },
  {
    ...strict,
    key: 'mailjet',
    name: 'Mailjet',
    host: 'in-v3.mailjet.com',
    hint: 'The user name is the API key, the password the secret key.',
  },
  {
    ...strict,
    key: 'brevo',
    name: 'Brevo (Sendinblue)',
    host: 'smtp-relay.brevo.com',
    hint: 'The login and the SMTP key stand under SMTP & API in the account.',
  },
  {
    ...strict,
    key: 'mailchimp',
    name: 'Mailchimp Transactional',
    host: 'smtp.mandrillapp.com',
    hint: 'Any user name; the password is an API key.',
  },
  {
    key: 'postfix',
    name: 'Postfix on this host',
    host: '127.0.0.1',
    port: 25,
    encryption: 'none',
    authentication: 'none',
    filterIsUsername: false,
    hint: 'No sign-in: Postfix trusts its own host.',
  },
];
