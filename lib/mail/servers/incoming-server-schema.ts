import { z } from 'zod';
import {
  type Authentication,
  authentications,
  documentModels,
  type Encryption,
  encryptions,
  type IncomingServerState,
  type IncomingServerType,
  incomingServerTypes,
  type OauthProvider,
  oauthProviders,
  type PushState,
} from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';
import { isValidAddress } from '#lib/mail/message/address.ts';
import type { GrantStatus } from './oauth/grant-owner.ts';
import { serverHost, serverPort } from './outgoing-server-schema.ts';

const address = z
  .string()
  .trim()
  .toLowerCase()
  .nullable()
  .transform((text) => text || null)
  .refine((text) => text === null || isValidAddress(text), 'Write one email address, such as sales@mycompany.example.');

/** Line breaks in them would be commands of their own to a mail server. */
function isOneLine(text: string): boolean {
  return !/\p{Cc}/u.test(text);
}

const fields = {
  name: z.string().trim().min(1, 'Give the server a name.').max(200),
  type: z.enum(incomingServerTypes).meta({
    description: 'imap, pop3: we fetch; push: mails are handed over to us. Fixed while the server is confirmed',
  }),
  host: serverHost.nullable(),
  port: serverPort.nullable(),
  encryption: z.enum(encryptions),
  authentication: z
    .enum(authentications)
    .meta({ description: 'oauth2: connect the account afterwards, POST /incoming-servers/{id}/oauth' }),
  oauthProvider: z
    .enum(oauthProviders)
    .nullable()
    .meta({ description: 'With oauth2; left out: the one the host belongs to' }),
  username: z
    .string()
    .trim()
    .max(500)
    .refine(isOneLine, 'A user name has no line breaks or other control characters.')
    .nullable(),
  password: z
    .string()
    .max(10_000)
    .refine(isOneLine, 'A password has no line breaks or other control characters.')
    .nullable()
    .meta({ description: 'Write-only; null clears it, left out keeps it' }),
  address: address.meta({ description: "The mailbox's own address; left out: the user name, where it is one" }),
  folder: z.string().trim().min(1, 'Name the folder, usually INBOX.').max(500).meta({ description: 'imap only' }),
  leaveOnServer: z.boolean().meta({
    description:
      'pop3 only: fetched mails stay in the mailbox; false (the default): each is deleted once it is stored here',
  }),
  model: z
    .enum(documentModels)
    .nullable()
    .meta({ description: 'What mails create that are neither replies nor for an alias' }),
  keepOriginal: z.boolean(),
  keepAttachments: z.boolean(),
  trustedAuthserv: z
    .string()
    .trim()
    .max(253)
    .nullable()
    .meta({ description: 'Host whose Authentication-Results header is believed' }),
  priority: z.int().min(0).max(100_000).meta({ description: 'Lower first' }),
  active: z.boolean(),
};

export const updateIncomingServerSchema = z.object(fields).partial();
export const createIncomingServerSchema = updateIncomingServerSchema.extend({
  name: fields.name,
  type: fields.type.default('imap'),
  encryption: fields.encryption.default('tls_strict'),
});

export type CreateIncomingServerInput = z.input<typeof createIncomingServerSchema>;
export type UpdateIncomingServerInput = z.input<typeof updateIncomingServerSchema>;

/** An incoming server, as lists and forms show it: no secret. */
export interface IncomingServerItem {
  id: number;
  name: string;
  type: IncomingServerType;
  host: string | null;
  port: number | null;
  encryption: Encryption;
  authentication: Authentication;
  oauthProvider: OauthProvider | null;
  /** The connected account, with authentication `oauth2`; null: none yet. */
  oauth: GrantStatus | null;
  username: string | null;
  /** When the password was set; null: there is none. */
  passwordSetAt: Date | null;
  address: string | null;
  folder: string;
  leaveOnServer: boolean;
  model: string | null;
  keepOriginal: boolean;
  keepAttachments: boolean;
  trustedAuthserv: string | null;
  priority: number;
  active: boolean;
  state: IncomingServerState;
  /** Of the last success. */
  lastFetchAt: Date | null;
  lastErrorAt: Date | null;
  /** Null once a fetch succeeded. */
  lastError: string | null;
  /** Fetches in a row that failed. */
  failureCount: number;
  /** How the mailbox is listened to (IMAP IDLE); null: by nobody, it is polled only. */
  pushState: PushState | null;
  pushSince: Date | null;
  pushError: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export const incomingServerListFields: ListFields = {
  sortable: ['priority', 'name', 'lastFetchAt', 'createdAt'],
  filterable: ['id', 'type', 'state', 'active', 'encryption'],
  defaultSort: 'priority',
};
