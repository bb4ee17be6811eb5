import { z } from 'zod';
import { documentModels } from '#lib/core/enumerations.ts';
import type { CreateIncomingServerInput, IncomingServerItem } from '#lib/mail/servers/incoming-server-schema.ts';
import { providerOfHost } from '#lib/mail/servers/oauth/providers.ts';

/** A first look at the form; the server checks names, hosts and addresses in full. */
export const incomingFormSchema = z.object({
  name: z.string().trim().min(1, 'Give the server a name.').max(200, 'Use at most 200 characters.'),
  type: z.enum(['imap', 'pop3', 'push']),
  host: z.string().trim(),
  port: z
    .int('Write a whole number.')
    .min(1, 'Ports go from 1 to 65535.')
    .max(65535, 'Ports go from 1 to 65535.')
    .nullable(),
  encryption: z.enum(['none', 'starttls', 'starttls_strict', 'tls', 'tls_strict']),
  authentication: z.enum(['none', 'login', 'oauth2']),
  oauthProvider: z.enum(['google', 'microsoft']),
  username: z.string().trim().max(500),
  password: z.string().min(1).nullable().optional(),
  address: z.string().trim(),
  folder: z.string().trim().min(1, 'Name the folder, usually INBOX.'),
  leaveOnServer: z.boolean(),
  model: z.enum(documentModels).nullable(),
  keepOriginal: z.boolean(),
  keepAttachments: z.boolean(),
  trustedAuthserv: z.string().trim().max(253),
  priority: z.int('Write a whole number.').min(0, 'Write 0 or more.'),
});

type FormInput = z.input<typeof incomingFormSchema>;

/** What the form of a new server begins with. */
export const newServer: FormInput = {
  name: '',
  type: 'imap',
  host: '',
  port: 993,
  encryption: 'tls_strict',
  authentication: 'login',
  oauthProvider: 'google',
  username: '',
  password: undefined,
  address: '',
  folder: 'INBOX',
  leaveOnServer: false,
  model: null,
  keepOriginal: false,
  keepAttachments: true,
  trustedAuthserv: '',
  priority: 5,
};

/** What the form of a stored server begins with. */
export function valuesOf(server: IncomingServerItem): FormInput {
  return {
    name: server.name,
    type: server.type,
    host: server.host ?? '',
    port: server.port,
    encryption: server.encryption,
    authentication: server.authentication,
    oauthProvider: server.oauthProvider ?? providerOfHost(server.host ?? '', 'imap') ?? 'google',
    username: server.username ?? '',
    password: undefined,
    address: server.address ?? '',
    folder: server.folder,
    leaveOnServer: server.leaveOnServer,
    model: documentModels.find((model) => model === server.model) ?? null,
    keepOriginal: server.keepOriginal,
    keepAttachments: server.keepAttachments,
    trustedAuthserv: server.trustedAuthserv ?? '',
    priority: server.priority,
  };
}

/** What is sent to be saved: with a connected account no password. */
export function inputOf(values: z.output<typeof incomingFormSchema>): CreateIncomingServerInput {
  const { host, username, address, trustedAuthserv, password, oauthProvider, ...rest } = values;
  const withAccount = rest.authentication === 'oauth2';
  return {
    ...rest,
    host: host || null,
    username: username || null,
    address: address || null,
    trustedAuthserv: trustedAuthserv || null,
    ...(withAccount ? { oauthProvider } : {}),
    ...(password === undefined || withAccount ? {} : { password }),
  };
}
