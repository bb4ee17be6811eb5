import { z } from 'zod';
import { providerOfHost } from '#lib/mail/servers/oauth/providers.ts';
import type { OutgoingPreset } from '#lib/mail/servers/outgoing-presets.ts';
import type { CreateOutgoingServerInput, OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';

const whole = (words: string) => z.int(words).min(1, words);

/** A first look at the form; the server checks names, hosts and filters in full. */
export const outgoingFormSchema = z.object({
  name: z.string().trim().min(1, 'Give the server a name.').max(200, 'Use at most 200 characters.'),
  host: z.string().trim().min(1, 'Enter the host name of the mail server.'),
  port: z.int('Write a whole number.').min(1, 'Ports go from 1 to 65535.').max(65535, 'Ports go from 1 to 65535.'),
  encryption: z.enum(['none', 'starttls', 'starttls_strict', 'tls', 'tls_strict']),
  authentication: z.enum(['none', 'login', 'oauth2']),
  oauthProvider: z.enum(['google', 'microsoft']),
  username: z.string().trim().max(500),
  password: z.string().min(1).nullable().optional(),
  fromFilter: z.string().max(2000, 'This is too long.'),
  priority: z.int('Write a whole number.').min(0, 'Write 0 or more.').max(100_000, 'Write at most 100 000.'),
  concurrency: whole('At least 1 connection.').max(50, 'At most 50 connections.'),
  maxMessageSizeMb: z.number('Write a number.').min(0.1, 'At least 0.1 MB.').max(1024, 'At most 1 024 MB.').nullable(),
  perMinuteLimit: whole('Write a whole number, or leave it empty.').nullable(),
  perDayLimit: whole('Write a whole number, or leave it empty.').nullable(),
  debugLog: z.boolean(),
});

export type OutgoingFormValues = z.output<typeof outgoingFormSchema>;

/** What the form of a stored server begins with. */
export function valuesOf(server: OutgoingServerItem): z.input<typeof outgoingFormSchema> {
  const { fromFilter, username, authentication, ...rest } = server;
  return {
    name: rest.name,
    host: rest.host,
    port: rest.port,
    encryption: rest.encryption,
    authentication,
    oauthProvider: rest.oauthProvider ?? providerOfHost(rest.host, 'smtp') ?? 'google',
    username: username ?? '',
    password: undefined,
    fromFilter: fromFilter ?? '',
    priority: rest.priority,
    concurrency: rest.concurrency,
    maxMessageSizeMb: rest.maxMessageSizeMb,
    perMinuteLimit: rest.perMinuteLimit,
    perDayLimit: rest.perDayLimit,
    debugLog: rest.debugLog,
  };
}

/** What the form of a new server begins with: all that is known of the provider, but the secret. */
export function presetValues(preset: OutgoingPreset | null): z.input<typeof outgoingFormSchema> {
  return {
    name: preset?.name ?? '',
    host: preset?.host ?? '',
    port: preset?.port ?? 587,
    encryption: preset?.encryption ?? 'starttls_strict',
    authentication: preset?.authentication ?? 'login',
    oauthProvider: preset?.oauthProvider ?? 'google',
    username: preset?.username ?? '',
    password: undefined,
    fromFilter: '',
    priority: 10,
    concurrency: 5,
    maxMessageSizeMb: null,
    perMinuteLimit: null,
    perDayLimit: null,
    debugLog: false,
  };
}

/** What is sent to be saved: without sign-in neither user name nor password, with a connected account no password. */
export function inputOf(values: OutgoingFormValues): CreateOutgoingServerInput {
  const { username, password, oauthProvider, ...rest } = values;
  if (rest.authentication === 'none') return { ...rest, username: null, password: null };
  if (rest.authentication === 'oauth2') return { ...rest, oauthProvider, username: username || null };
  return { ...rest, username: username || null, ...(password === undefined ? {} : { password }) };
}
