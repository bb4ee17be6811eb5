import type { Authentication, Encryption, OauthProvider } from '#lib/core/enumerations.ts';

/** What is known of a provider: everything but the secret. */
export interface OutgoingPreset {
  key: string;
  name: string;
  host: string;
  port: number;
  encryption: Encryption;
  authentication: Authentication;
  oauthProvider?: OauthProvider;
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
    name: 'Gmail / Google Workspace',
    host: 'smtp.gmail.com',
    authentication: 'oauth2',
    oauthProvider: 'google',
    filterIsUsername: true,
    hint: 'Connect the account, no password needed. Or choose user name and password: the full address, and an app password of the Google account.',
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
    name: 'Office 365 / Microsoft 365',
    host: 'smtp.office365.com',
    authentication: 'oauth2',
    oauthProvider: 'microsoft',
    filterIsUsername: true,
    hint: 'Connect the account, no password needed. SMTP AUTH must be allowed for the mailbox in the Microsoft 365 admin center.',
  },
  {
    ...strict,
    key: 'outlook',
    name: 'Outlook.com',
    host: 'smtp-mail.outlook.com',
    authentication: 'oauth2',
    oauthProvider: 'microsoft',
    filterIsUsername: true,
    hint: 'For addresses at outlook.com, hotmail.com and live.com. Connect the account: Microsoft takes no passwords any more.',
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
