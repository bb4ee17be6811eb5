import { isIP } from 'node:net';
import { z } from 'zod';
import type { Authentication, Encryption, OauthProvider } from '#lib/core/enumerations.ts';
import { authentications, encryptions, oauthProviders } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';
import { isValidAddress, isValidDomain } from '#lib/mail/message/address.ts';
import type { GrantStatus } from './oauth/grant-owner.ts';

/** A host name or address literal: no protocol, port, path or spaces. */
export const serverHost = z
  .string()
  .trim()
  .min(1, 'Enter the host name of the mail server.')
  .max(253)
  .refine((host) => host === '' || isIP(host.replace(/^\[|\]$/g, '')) !== 0 || isValidDomain(host), {
    message: 'Write a host name such as smtp.example.com, without protocol and port.',
  })
  .meta({ example: 'smtp.example.com' });

export const serverPort = z.int().min(1, 'Ports go from 1 to 65535.').max(65535, 'Ports go from 1 to 65535.');

const fromFilter = z
  .string()
  .trim()
  .max(2000)
  .nullable()
  .transform(
    (text) =>
      text
        ?.split(',')
        .map((part) => part.trim())
        .filter(Boolean)
        .join(', ') || null,
  )
  .refine((text) => (text ?? '').split(', ').every((part) => part === '' || isSender(part)), {
    message: 'List domains and addresses with commas between them: mycompany.example, anna@partner.example.',
  })
  .meta({ description: 'Domains and addresses that may send; null: any', example: 'mycompany.example' });

function isSender(part: string): boolean {
  return part.includes('@') && !part.startsWith('@') ? isValidAddress(part) : isValidDomain(part.replace(/^@/, ''));
}

const limit = z.int().min(1).max(10_000_000).nullable();

const fields = {
  name: z.string().trim().min(1, 'Give the server a name.').max(200),
  fromFilter,
  priority: z.int().min(0).max(100_000).meta({ description: 'Lower first' }),
  host: serverHost,
  port: serverPort,
  encryption: z.enum(encryptions),
  authentication: z
    .enum(authentications)
    .meta({ description: 'oauth2: connect the account afterwards, POST /outgoing-servers/{id}/oauth' }),
  oauthProvider: z
    .enum(oauthProviders)
    .nullable()
    .meta({ description: 'With oauth2; left out: the one the host belongs to' }),
  username: z.string().trim().max(500).nullable(),
  password: z.string().max(2000).nullable().meta({ description: 'Write-only; null clears it, left out keeps it' }),
  active: z.boolean(),
  debugLog: z.boolean(),
  concurrency: z.int().min(1, 'At least 1 connection.').max(50, 'At most 50 connections.'),
  maxMessageSizeMb: z.number().min(0.1).max(1024).nullable(),
  perMinuteLimit: limit,
  perDayLimit: limit,
};

export const updateOutgoingServerSchema = z.object(fields).partial();
export const createOutgoingServerSchema = updateOutgoingServerSchema.extend({
  name: fields.name,
  host: fields.host,
  encryption: fields.encryption.default('starttls_strict'),
});

export type CreateOutgoingServerInput = z.input<typeof createOutgoingServerSchema>;
export type UpdateOutgoingServerInput = z.input<typeof updateOutgoingServerSchema>;

/** An outgoing server, as lists and forms show it: no secret. */
export interface OutgoingServerItem {
  id: number;
  name: string;
  fromFilter: string | null;
  priority: number;
  host: string;
  port: number;
  encryption: Encryption;
  authentication: Authentication;
  oauthProvider: OauthProvider | null;
  username: string | null;
  /** The connected account, with authentication `oauth2`; null: none yet. */
  oauth: GrantStatus | null;
  /** When the password was set; null: there is none. */
  passwordSetAt: Date | null;
  active: boolean;
  debugLog: boolean;
  concurrency: number;
  maxMessageSizeMb: number | null;
  perMinuteLimit: number | null;
  perDayLimit: number | null;
  /** Mails counted towards these limits in the minute and the day (UTC) that run. */
  usage: { minute: number; day: number };
  breaker: { state: 'closed' | 'open'; reason: string | null; openedAt: Date | null; nextProbeAt: Date | null };
  createdAt: Date;
  updatedAt: Date;
}

export const outgoingServerListFields: ListFields = {
  sortable: ['priority', 'name', 'host', 'createdAt', 'updatedAt'],
  filterable: ['id', 'name', 'host', 'username', 'encryption', 'active', 'createdAt'],
  defaultSort: 'priority',
};

export const sendTestMailSchema = z.object({
  to: z
    .string()
    .trim()
    .refine(isValidAddress, 'Write one email address, e.g. anna@mycompany.example.')
    .meta({ example: 'anna@mycompany.example' }),
});
