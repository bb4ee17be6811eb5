import { z } from 'zod';
import type { ListFields } from '#lib/core/list-query.ts';
import { isValidMailbox } from '#lib/mail/message/address.ts';

/** A mail of the sandbox, as lists show it. */
export interface SandboxItem {
  id: number;
  envelopeFrom: string;
  recipients: string[];
  from: string | null;
  subject: string | null;
  messageId: string | null;
  /** Bytes. */
  size: number;
  /** The server that would have sent it, were this database not a copy; null: it was meant for the sandbox. */
  capturedServerName: string | null;
  /** Of a captured mail: its id among the emails. */
  emailId: number | null;
  /** Of a captured mail: when it was put into the queue to be sent for real. */
  releasedAt: Date | null;
  readAt: Date | null;
  repliedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export const sandboxListFields: ListFields = {
  sortable: ['createdAt', 'size'],
  filterable: ['id', 'createdAt', 'messageId', 'envelopeFrom', 'captured'],
  defaultSort: '-createdAt',
};

export const replyAsRecipientSchema = z.object({
  id: z.int().positive(),
  from: z
    .string()
    .trim()
    .refine(isValidMailbox, 'Write one email address, e.g. mary@customer.example.')
    .meta({ description: 'Who answers: usually one of the recipients', example: 'Mary <mary@customer.example>' }),
  text: z.string().trim().min(1, 'Write an answer.').max(100_000).meta({ example: 'Yes, please send it.' }),
});

export type ReplyAsRecipientInput = z.input<typeof replyAsRecipientSchema>;
