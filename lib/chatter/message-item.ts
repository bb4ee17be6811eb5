import type { AttachmentItem } from '#lib/attachments/attachment-item.ts';
import { attachmentsOfMessages } from '#lib/attachments/attachments-of-messages.ts';
import type { MessageKind } from '#lib/core/enumerations.ts';
import type { SenderAuthentication } from '#lib/core/sender-authentication.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type Envelope, envelopeOf } from './envelope-state.ts';
import { loadEnvelopes, type MessageSummary } from './load-messages.ts';

/** One entry of a chatter, as pages and the API show it. */
export interface MessageItem {
  id: number;
  kind: MessageKind;
  internal: boolean;
  author: { name: string; email: string | null; contactId: number | null; userId: number | null };
  subject: string | null;
  /** Sanitised; remote pictures of received mail wait in `data-blocked-src`. */
  bodyHtml: string;
  /** The part somebody wrote themselves; null: all of it. */
  visibleHtml: string | null;
  attachments: AttachmentItem[];
  messageId: string;
  parentId: number | null;
  incomingMailId: number | null;
  /** What is known of the sender of a received mail; null for what was written here. */
  authentication: SenderAuthentication | null;
  incomingTo: { name: string; address: string }[];
  incomingCc: { name: string; address: string }[];
  /** Whom it was addressed to, besides followers. */
  recipients: { contactId: number | null; name: string; email: string }[];
  envelope: Envelope | null;
  /** Whether the actor may change it; deleting goes with it. */
  mayEdit: boolean;
  mayDelete: boolean;
  scheduledAt: Date | null;
  editedAt: Date | null;
  deletedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** Completes messages with their files and envelopes, two queries for all of them. */
export async function toMessageItems(ctx: Ctx, messages: MessageSummary[]): Promise<MessageItem[]> {
  const ids = messages.map((message) => message.id);
  const attachments = await attachmentsOfMessages(ctx, ids);
  const envelopes = await loadEnvelopes(ctx.db, ids);
  return messages.map((message) => ({
    id: message.id,
    kind: message.kind,
    internal: message.internal,
    author: {
      name: message.authorName ?? message.authorEmail ?? 'Unknown',
      email: message.authorEmail,
      contactId: message.authorContactId,
      userId: message.authorUserId,
    },
    subject: message.subject,
    bodyHtml: message.bodyHtml,
    visibleHtml: message.visibleHtml,
    attachments: attachments.get(message.id) ?? [],
    messageId: message.messageId,
    parentId: message.parentId,
    incomingMailId: message.incomingMailId,
    authentication: message.authentication,
    incomingTo: message.incomingTo ?? [],
    incomingCc: message.incomingCc ?? [],
    recipients: message.recipients ?? [],
    envelope: envelopeOf(envelopes.get(message.id) ?? []),
    mayEdit: mayEdit(ctx, message),
    mayDelete: mayDelete(ctx, message),
    scheduledAt: message.scheduledAt,
    editedAt: message.editedAt,
    deletedAt: message.deletedAt,
    createdAt: message.createdAt,
    updatedAt: message.updatedAt,
  }));
}

type Owned = Pick<MessageSummary, 'createdBy' | 'kind' | 'deletedAt'>;

/** Authors change their own messages, administrators all; what somebody else wrote by mail stays as it came. */
export function mayEdit(ctx: Ctx, message: Owned): boolean {
  return mayDelete(ctx, message) && (message.kind === 'comment' || message.kind === 'note');
}

/** Authors empty their own messages, administrators all. */
export function mayDelete({ actor }: Ctx, message: Owned): boolean {
  const isOwn = actor.userId !== null && message.createdBy === actor.userId;
  return message.deletedAt === null && (isOwn || actor.role === 'administrator');
}
