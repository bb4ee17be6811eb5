import type { Env } from '#lib/core/env.ts';
import {
  baseAddress,
  choice,
  domain,
  domains,
  identifier,
  type Kind,
  localPart,
  localPartOrAddress,
  onOff,
  optional,
  secret,
  wholeNumber,
} from './kinds.ts';

export interface ParameterDefinition<T> {
  kind: Kind<T>;
  defaultValue: T;
  /** What it does, in the words of the console. */
  doc: string;
  /** The value the environment fixes; undefined where it does not. */
  fixedBy?: { variable: string; read(env: Env): string | undefined };
  /** The parameter is this column of the first alias domain, seen through its key. */
  aliasDomainColumn?: 'name' | 'catchall' | 'bounce' | 'defaultFrom';
}

const define = <T>(definition: ParameterDefinition<T>) => definition;
const many = wholeNumber(1, 100_000);

/** Every parameter the product knows: type, default, meaning. Other keys are kept as plain text. */
export const parameterRegistry = {
  'mail.catchall.domain': define({
    kind: optional(domain),
    defaultValue: null,
    doc: 'Email domain: the domain of the catchall, of bounces, of aliases and of the default From, and the one SPF is checked on.',
    aliasDomainColumn: 'name',
  }),
  'mail.catchall.alias': define({
    kind: localPart,
    defaultValue: 'catchall',
    doc: 'What stands before the @ of the address replies come back to.',
    aliasDomainColumn: 'catchall',
  }),
  'mail.bounce.alias': define({
    kind: localPart,
    defaultValue: 'bounce',
    doc: 'What stands before the @ of the Return-Path, where other servers report mails they could not deliver.',
    aliasDomainColumn: 'bounce',
  }),
  'mail.default.from': define({
    kind: localPartOrAddress,
    defaultValue: 'notifications',
    doc: "What stands before the @ of the default From. With a full address every outgoing mail is sent From that address and the server is chosen for it; the author's name stays.",
    aliasDomainColumn: 'defaultFrom',
  }),
  'mail.catchall.domain.allowed': define({
    kind: domains,
    defaultValue: [],
    doc: 'Further domains that count for aliases matched by what stands before the @ alone; commas between them.',
  }),
  'mail.bounce.verp': define({
    kind: onOff,
    defaultValue: false,
    doc: 'The Return-Path carries a signed token per recipient, so that every bounce finds its mail. The bounce mailbox must accept plus addressing.',
  }),
  'mail.gateway.loop.minutes': define({
    kind: wholeNumber(1, 10_080),
    defaultValue: 120,
    doc: 'How many minutes back mails of one sender are counted to notice a loop.',
  }),
  'mail.gateway.loop.threshold': define({
    kind: many,
    defaultValue: 20,
    doc: 'So many mails of one sender within the minutes above are a loop: further ones create no documents.',
  }),
  'mail.quarantine.alert.threshold': define({
    kind: wholeNumber(0, 100_000),
    defaultValue: 20,
    doc: 'When so many mails of 24 hours wait in quarantine, administrators are alerted. 0: never.',
  }),
  'mail.mail.force.send.limit': define({
    kind: wholeNumber(0, 100_000),
    defaultValue: 100,
    doc: 'When one act makes fewer mails than this, they leave at once; from there on they wait in the queue, behind mail from person to person. 0: all wait.',
  }),
  'mail.mail.queue.batch.size': define({
    kind: many,
    defaultValue: 1000,
    doc: 'How many mails a worker takes from the queue in one go, 1000 at most. Mail from person to person does not wait in this queue. Counts from the next start of the worker.',
  }),
  'mail.session.batch.size': define({
    kind: many,
    defaultValue: 1000,
    doc: 'How many mails are sent over one connection to an outgoing server before a new one is opened.',
  }),
  'mail.batch_size': define({
    kind: many,
    defaultValue: 50,
    doc: 'How many recipients are worked on together when a mail to many is made.',
  }),
  'base.default_max_email_size': define({
    kind: wholeNumber(1, 1024),
    defaultValue: 20,
    doc: 'Megabytes an email may have; above it attachments become download links.',
  }),
  'mail.attachment.link.days': define({
    kind: wholeNumber(1, 3650),
    defaultValue: 30,
    doc: 'Days a download link works that an email too large for its server carries instead of a file.',
  }),
  'mail.daily.limit': define({
    kind: optional(wholeNumber(0, 10_000_000)),
    defaultValue: null,
    doc: 'Mails a day through the default server. Empty: what edition and plan give.',
    fixedBy: { variable: 'DAILY_LIMIT', read: (env) => env.dailyLimit?.toString() },
  }),
  'mail.daily.limit.auto_retry': define({
    kind: onOff,
    defaultValue: false,
    doc: 'Mails stopped by the daily limit are retried by themselves after the reset.',
  }),
  'mail.reply.token': define({
    kind: onOff,
    defaultValue: false,
    doc: 'Reply-To carries a signed token of the thread, so that replies find it even without references. Needs plus addressing.',
  }),
  'mail.oauth.google.client_id': define({
    kind: optional(identifier),
    defaultValue: null,
    doc: 'Client ID of the OAuth client in the Google Cloud console, with which mail accounts at Google are connected.',
  }),
  'mail.oauth.google.client_secret': define({
    kind: secret,
    defaultValue: null,
    doc: 'Client secret of the OAuth client in the Google Cloud console. Encrypted, never shown.',
  }),
  'mail.oauth.microsoft.client_id': define({
    kind: optional(identifier),
    defaultValue: null,
    doc: 'Application (client) ID of the app registration in Microsoft Entra, with which mail accounts at Microsoft are connected.',
  }),
  'mail.oauth.microsoft.client_secret': define({
    kind: secret,
    defaultValue: null,
    doc: 'Value of a client secret of the app registration in Microsoft Entra. Encrypted, never shown. It expires at the date chosen there.',
  }),
  'mail.oauth.microsoft.tenant': define({
    kind: identifier,
    defaultValue: 'common',
    doc: 'Directory (tenant) ID or domain in Microsoft Entra; "common" for work, school and personal accounts of any directory.',
  }),
  'perfectwork.edition': define({
    kind: choice(['on_premise', 'online', 'sh']),
    defaultValue: 'on_premise',
    doc: 'Where the product runs.',
    fixedBy: { variable: 'PERFECTWORK_EDITION', read: (env) => env.edition },
  }),
  'perfectwork.plan': define({
    kind: choice(['subscription', 'one_app_free', 'trial']),
    defaultValue: 'subscription',
    doc: 'The plan that decides about the daily limit.',
    fixedBy: { variable: 'PERFECTWORK_PLAN', read: (env) => env.plan },
  }),
  'perfectwork.platform.domain': define({
    kind: optional(domain),
    defaultValue: null,
    doc: "The platform's domain, accepted like the company's own for catchall, bounce and every alias.",
    fixedBy: { variable: 'PLATFORM_DOMAIN', read: (env) => env.platformDomain },
  }),
  'perfectwork.spf.include': define({
    kind: domain,
    defaultValue: '_spf.perfectwork.app',
    doc: "What we advise to include in SPF while mails leave through the operator's default server.",
  }),
  'web.base.url': define({
    kind: optional(baseAddress),
    defaultValue: null,
    doc: 'What links in mails begin with. Unset, it is taken from the first sign-in of an administrator.',
    fixedBy: { variable: 'PUBLIC_URL', read: (env) => (env.publicUrlGiven ? env.publicUrl : undefined) },
  }),
  'web.base.url.freeze': define({
    kind: onOff,
    defaultValue: true,
    doc: 'Off: the base of links is taken again at each sign-in of an administrator.',
  }),
  'mail.restrict.template.rendering': define({
    kind: onOff,
    defaultValue: true,
    doc: 'Only template editors may write expressions beyond plain fields into templates.',
  }),
};

export type ParameterKey = keyof typeof parameterRegistry;
export type ParameterValue<K extends ParameterKey> =
  (typeof parameterRegistry)[K] extends ParameterDefinition<infer T> ? T : never;

export const parameterKeys = Object.keys(parameterRegistry) as ParameterKey[];

/** What is known about a key; null for one of the user's own. */
export function definitionOf(key: string): ParameterDefinition<unknown> | null {
  return Object.hasOwn(parameterRegistry, key)
    ? (parameterRegistry[key as ParameterKey] as unknown as ParameterDefinition<unknown>)
    : null;
}

/** Whether a value is encrypted and never shown: by its kind; for a key of the user's own, by what its name says. */
export function isSecretKey(key: string): boolean {
  const definition = definitionOf(key);
  if (definition) return definition.kind.type === 'secret';
  return /secret|password|passwd|private[._]key|token$/i.test(key);
}
