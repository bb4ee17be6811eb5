import { z } from 'zod';
import { hasLineBreak } from '#lib/mail/message/headers.ts';

/** What a follower may subscribe to. Notes and activities reach users only. */
export const subtypes = ['discussions', 'notes', 'activities'] as const;

/** Pictures pasted into the composer travel in the body as data: URLs. */
const maxBodyLength = 8_000_000;

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `Keep this below ${max} characters.`)
    .refine((value) => !hasLineBreak(value), 'Write this on one line.');

const recordFields = { model: z.string(), recordId: z.number().int().positive() };

const recipientField = z.union(
  [
    z.number().int().positive(),
    z.object({ contactId: z.number().int().positive() }),
    z.object({ email: line(320).min(1), name: line(200).nullish() }),
  ],
  'Give the id of a contact, or { name, email }.',
);

const bodyField = z
  .string('Write the message as text or HTML.')
  .max(maxBodyLength, 'The message is too long. Attach it as a file.');

/** The message as the API takes it; `model` and `recordId` come from its address. */
export const postMessageBody = z.object({
  body: bodyField.meta({ description: 'HTML, or plain text', example: '<p>Here is our offer.</p>' }),
  kind: z.enum(['comment', 'note']).default('comment').meta({ description: 'Notes reach users only' }),
  to: z.array(recipientField).max(200, 'At most 200 recipients; use a mailing for more.').default([]),
  attachments: z.array(z.number().int().positive()).max(100).default([]),
  subject: line(500).nullish(),
  parentId: z.number().int().positive().nullish(),
  scheduledAt: z.coerce.date().nullish().meta({ description: 'Post it then' }),
});

export const postMessageSchema = postMessageBody.extend({
  ...recordFields,
  attachmentIds: z.array(z.number().int().positive()).max(100).default([]),
});

export const editMessageSchema = z.object({ body: bodyField });

export const addFollowerBody = z.object({
  contactId: z.number().int().positive().optional(),
  email: line(320).optional().meta({ description: 'Instead of contactId; becomes a contact' }),
  name: line(200).nullish(),
  subtypes: z.array(z.enum(subtypes)).max(3).optional(),
});

export const resendMessageBody = z.object({
  retry: z
    .array(z.object({ contactId: z.number().int().positive(), email: line(320).nullish() }))
    .max(200)
    .default([]),
  ignore: z.array(z.number().int().positive()).max(200).default([]),
});

export type PostMessageInput = z.input<typeof postMessageSchema>;
export type MessageRecipient = z.output<typeof recipientField>;
