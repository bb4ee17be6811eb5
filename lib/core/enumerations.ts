/** The closed lists of the product; the same words in the database, the API, the console and the tests. */

export const emailStates = ['outgoing', 'sending', 'sent', 'failed', 'cancelled'] as const;
export const deliveryStates = [
  'queued',
  'sending',
  'sent',
  'deferred',
  'failed',
  'bounced',
  'unknown',
  'cancelled',
  'suppressed',
] as const;
/** How far the SMTP dialogue of the last attempt got. */
export const deliveryStages = ['connect', 'tls', 'auth', 'mail', 'rcpt', 'data', 'intent', 'dot', 'done'] as const;
export const failureTypes = [
  'unknown',
  'mail_email_invalid',
  'mail_email_missing',
  'mail_from_invalid',
  'mail_from_missing',
  'mail_smtp',
  'mail_bounce',
  'mail_bl',
  'mail_optout',
  'mail_dup',
  'daily_limit',
  'too_large',
  'rejected',
  'deferred_too_long',
  'template_error',
] as const;
export const incomingOutcomes = [
  'duplicate',
  'loop_reply_ignored',
  'bounce_processed',
  'auto_reply',
  'reply_posted',
  'record_created',
  'record_updated',
  'bounced_policy',
  'bounced_alias_config',
  'bounced_catchall',
  'bounced_loop',
  'spam',
  'report_logged',
  'complaint',
  'no_op',
  'quarantined',
  'failed',
] as const;
export const envelopeStates = ['sent', 'pending', 'failed'] as const;
export const contactPolicies = ['everyone', 'partners', 'followers', 'employees'] as const;
export const aliasStatuses = ['not_tested', 'valid', 'invalid'] as const;
export const userRoles = ['administrator', 'template_editor', 'user'] as const;
export const notificationPreferences = ['email', 'inbox'] as const;
export const messageKinds = ['comment', 'note', 'email', 'auto'] as const;
export const encryptions = ['none', 'starttls', 'starttls_strict', 'tls', 'tls_strict'] as const;
export const authentications = ['none', 'login', 'oauth2'] as const;
export const oauthProviders = ['google', 'microsoft'] as const;
/** The windows quotas are counted in. */
export const quotaUnits = ['minute', 'day'] as const;
export const dkimAlgorithms = ['rsa-2048', 'ed25519'] as const;
export const incomingServerTypes = ['imap', 'pop3', 'push'] as const;
/** What became of a mail that a POP3 mailbox holds. */
export const pop3Dispositions = ['pending', 'stored', 'refused'] as const;
export const incomingServerStates = ['draft', 'confirmed'] as const;
/** How a mailbox is listened to (IMAP IDLE): on, not offered by the server, or lost and tried again. */
export const pushStates = ['on', 'not_offered', 'reconnecting'] as const;
/**
 * What became of a mail of a mailbox. `pending`: known, still to be taken. `stored`: its raw mail is kept here.
 * `duplicate`: kept too, and had been received before. `refused`: it cannot be taken, the row says why. `read_before`:
 * read before the folder was fetched for the first time. `gone`: was listed, and deleted before it could be taken.
 * `absent`: nothing had this number when we asked; whether a mail was deleted or never existed IMAP does not tell.
 */
export const uidDispositions = ['pending', 'stored', 'duplicate', 'refused', 'read_before', 'gone', 'absent'] as const;
export const intervalUnits = ['minutes', 'hours', 'days', 'weeks', 'months'] as const;
export const runStatuses = ['done', 'partial', 'failed'] as const;
export const leadStages = ['new', 'qualified', 'proposition', 'won', 'lost'] as const;
export const ticketStages = ['new', 'in_progress', 'waiting', 'solved', 'cancelled'] as const;
export const taskStages = ['new', 'in_progress', 'review', 'done', 'cancelled'] as const;
export const applicantStages = ['new', 'screening', 'interview', 'offer', 'hired', 'refused'] as const;
/** Where an incoming mail came from. */
export const incomingSources = ['imap', 'pop3', 'lmtp', 'smtp', 'http', 'pipe', 'sandbox'] as const;
/** Why the listener refuses a recipient: nobody has the address, or the domain is none of ours. */
export const recipientRefusals = ['unknown_address', 'foreign_domain'] as const;
/** Models with a chatter. Later models join this list and `lib/documents/registry.ts`. */
export const documentModels = [
  'lead',
  'ticket',
  'task',
  'applicant',
  'contact',
  'sales_team',
  'helpdesk_team',
  'project',
  'job_position',
] as const;

export type EmailState = (typeof emailStates)[number];
export type DeliveryState = (typeof deliveryStates)[number];
export type DeliveryStage = (typeof deliveryStages)[number];
export type FailureType = (typeof failureTypes)[number];
export type IncomingOutcome = (typeof incomingOutcomes)[number];
export type EnvelopeState = (typeof envelopeStates)[number];
export type ContactPolicy = (typeof contactPolicies)[number];
export type AliasStatus = (typeof aliasStatuses)[number];
export type UserRole = (typeof userRoles)[number];
export type NotificationPreference = (typeof notificationPreferences)[number];
export type MessageKind = (typeof messageKinds)[number];
export type Encryption = (typeof encryptions)[number];
export type Authentication = (typeof authentications)[number];
export type OauthProvider = (typeof oauthProviders)[number];
export type QuotaUnit = (typeof quotaUnits)[number];
export type DkimAlgorithm = (typeof dkimAlgorithms)[number];
export type IncomingServerType = (typeof incomingServerTypes)[number];
export type IncomingServerState = (typeof incomingServerStates)[number];
export type PushState = (typeof pushStates)[number];
export type UidDisposition = (typeof uidDispositions)[number];
export type IntervalUnit = (typeof intervalUnits)[number];
export type RunStatus = (typeof runStatuses)[number];
export type IncomingSource = (typeof incomingSources)[number];
export type DocumentModel = (typeof documentModels)[number];
