import { z } from 'zod';
import type { DeliveryStage, DeliveryState, EmailState, FailureType } from '#lib/core/enumerations.ts';
import { failureTypes } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';
import type { TraceLine } from '#lib/core/trace.ts';

/** A mail, as lists show it. */
export interface EmailItem {
  id: number;
  state: EmailState;
  subject: string;
  from: string | null;
  to: string;
  cc: string;
  headerFrom: string | null;
  envelopeFrom: string | null;
  /** Null: the default server, or none chosen yet; `serverName` tells them apart. */
  serverId: number | null;
  /** Null: not chosen yet, or gone since. */
  serverName: string | null;
  messageId: string;
  failureType: FailureType | null;
  failureReason: string | null;
  model: string | null;
  recordId: number | null;
  scheduledAt: Date | null;
  sentAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  /** How many recipients, how many of them have it, how many are waiting for another try. */
  recipientCount: number;
  sentCount: number;
  deferredCount: number;
  /** Recipients whose mail the sandbox took, because this database is a copy. */
  capturedCount: number;
}

export interface AttemptItem {
  id: number;
  startedAt: Date;
  finishedAt: Date;
  serverName: string;
  stage: DeliveryStage;
  result: string;
  smtpReply: string | null;
  reason: string | null;
  /** The SMTP dialogue, without passwords. */
  transcript: string | null;
}

export interface DeliveryItem {
  id: number;
  recipient: string;
  recipientName: string;
  contactId: number | null;
  state: DeliveryState;
  stage: DeliveryStage | null;
  attempts: number;
  smtpReply: string | null;
  failureType: FailureType | null;
  reason: string | null;
  nextAttemptAt: Date;
  sentAt: Date | null;
  /** The sandbox took it instead of the server, because this database is a copy. */
  captured: boolean;
  timeline: AttemptItem[];
}

/** A mail with everything its form shows. */
export interface EmailDetail extends EmailItem {
  replyTo: string | null;
  /** As composed, not sanitised: show it only where no script runs. */
  html: string;
  text: string | null;
  headers: Record<string, string>;
  references: string | null;
  lane: number;
  companyId: number | null;
  threadMessageId: number | null;
  trace: TraceLine[];
  attachments: { id: number; name: string; contentType: string; size: number }[];
  deliveries: DeliveryItem[];
}

export const emailListFields: ListFields = {
  sortable: ['createdAt', 'id'],
  filterable: [
    'id',
    'state',
    'deferred',
    'scheduled',
    'failureType',
    'serverId',
    'model',
    'recordId',
    'messageId',
    'threadMessageId',
    'companyId',
    'createdAt',
    'sentAt',
    'scheduledAt',
  ],
  defaultSort: '-createdAt',
};

const addresses = z
  .union([z.string(), z.array(z.string()).max(500)])
  .transform((value) => (Array.isArray(value) ? value : [value]))
  .meta({ description: 'One or more addresses, with or without names', example: 'Mary <mary@customer.example>' });

export const createEmailSchema = z
  .object({
    from: z.string().trim().max(1000).nullish().meta({ description: 'Left out or null: the default From' }),
    to: addresses.optional(),
    cc: addresses.optional(),
    bcc: addresses.optional(),
    replyTo: z.string().trim().max(1000).nullish(),
    subject: z.string().trim().max(998).default(''),
    html: z.string().max(5_000_000).optional(),
    text: z.string().max(5_000_000).optional(),
    attachmentIds: z.array(z.int().positive()).max(100).optional(),
    scheduledAt: z.coerce.date().nullish().meta({ description: 'Not before; left out: now' }),
    serverId: z.int().positive().nullish().meta({ description: 'Bind the mail to this outgoing server' }),
    companyId: z.int().positive().nullish(),
    automatic: z.boolean().optional().meta({ description: 'A machine wrote it: sets Auto-Submitted (RFC 3834)' }),
  })
  .refine((mail) => mail.html !== undefined || mail.text !== undefined, {
    path: ['html'],
    message: 'Give html or text.',
  });

export const retryEmailSchema = z.object({
  deliveryIds: z
    .array(z.int().positive())
    .max(10_000)
    .optional()
    .meta({ description: 'Left out: all that went wrong' }),
});

/** Which failed deliveries a bulk retry is about; every condition given must hold. */
export const retryFilterSchema = z
  .object({
    ids: z.array(z.int().positive()).max(10_000).optional().meta({ description: 'Mails' }),
    failureType: z.enum(failureTypes).optional(),
    serverId: z.int().min(0).nullable().optional().meta({ description: '0: the default server; null: none was asked' }),
    replyClass: z.string().max(20).optional().meta({ description: 'As failure groups name it', example: '550 5.1.1' }),
    q: z.string().trim().max(200).optional(),
  })
  .refine((filter) => Object.values(filter).some((value) => value !== undefined), 'Name at least one condition.');

export const retryEmailsSchema = z.object({ filter: retryFilterSchema });

export type CreateEmailInput = z.input<typeof createEmailSchema>;
export type RetryEmailsInput = z.input<typeof retryEmailsSchema>;
export type RetryFilter = z.output<typeof retryFilterSchema>;

/** Failures with the same cause: same server, same kind, same reply class. */
export interface FailureGroup {
  failureType: FailureType;
  serverId: number | null;
  serverName: string | null;
  /** e.g. `550 5.1.1`; empty where the server did not reply. */
  replyClass: string;
  count: number;
  emailCount: number;
  since: Date;
  latest: Date;
  /** Of the newest one. */
  reason: string | null;
  exampleEmailId: number;
  exampleRecipient: string;
}

export const explainSelectionSchema = z.object({
  from: z.string().trim().max(1000).nullable().meta({ example: 'Anna <anna@mycompany.example>' }),
  companyId: z.int().positive().nullish(),
  serverId: z.int().positive().nullish().meta({ description: 'As if bound to this server' }),
  replyTo: z.string().trim().max(1000).nullish(),
});

export type ExplainSelectionInput = z.input<typeof explainSelectionSchema>;
