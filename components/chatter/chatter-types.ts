import type { DeliveryState, EnvelopeState, MessageKind } from '#lib/core/enumerations.ts';

/** A person a message may be addressed to; without a contact one is made when it is sent. */
export interface Recipient {
  contactId: number | null;
  name: string;
  email: string;
}

/** The signed-in user. */
export interface ChatterUser {
  userId: number | null;
  contactId: number | null;
  name: string;
  isAdministrator: boolean;
}

export interface ChatterFile {
  id: number;
  name: string;
  contentType: string;
  /** Bytes. */
  size: number;
  inline: boolean;
  url: string;
}

/** What is known of the sender of a received mail, in the words of RFC 8601. */
export interface SenderCheck {
  spf: string;
  dkim: string;
  dmarc: string;
  source: string;
  verified: boolean;
}

/** One person a message was meant for, and what became of it. */
export interface EnvelopeLine {
  notificationId: number;
  contactId: number | null;
  name: string;
  email: string;
  channel: 'email' | 'inbox';
  state: DeliveryState;
  reason: string | null;
  emailId: number | null;
  ignored: boolean;
}

/** A message as the API answers it. */
export interface ChatterMessage {
  id: number;
  kind: MessageKind;
  internal: boolean;
  author: { name: string; email: string | null; contactId: number | null; userId: number | null };
  subject: string | null;
  bodyHtml: string;
  visibleHtml: string | null;
  attachments: ChatterFile[];
  incomingMailId: number | null;
  authentication: SenderCheck | null;
  incomingTo: { name: string; address: string }[];
  incomingCc: { name: string; address: string }[];
  recipients: Recipient[];
  envelope: { state: EnvelopeState; recipients: EnvelopeLine[] } | null;
  mayEdit: boolean;
  mayDelete: boolean;
  editedAt: string | null;
  deletedAt: string | null;
  createdAt: string;
}

export interface MessagePage {
  items: ChatterMessage[];
  total: number;
  nextCursor: string | null;
}

export interface ChatterFollower {
  contactId: number;
  name: string;
  email: string | null;
  active: boolean;
  userId: number | null;
  subtypes: string[];
}

export type ChatterAnswer = { ok: true } | { ok: false; message: string };

export interface NewMessage {
  kind: 'comment' | 'note';
  body: string;
  to: Recipient[];
  attachmentIds: number[];
  parentId: number | null;
}

/** What a chatter needs from the app: where it reads, and what it may do. */
export interface ChatterPort {
  /** Key all its queries begin with: live events make them stale. */
  key: readonly unknown[];
  messages: (asked: { q: string; cursor: string | null }, signal: AbortSignal) => Promise<MessagePage>;
  followers: (signal: AbortSignal) => Promise<ChatterFollower[]>;
  files: (signal: AbortSignal) => Promise<ChatterFile[]>;
  suggestions: (signal: AbortSignal) => Promise<Recipient[]>;
  findPeople: (text: string) => Promise<Recipient[]>;
  post: (message: NewMessage) => Promise<ChatterAnswer>;
  edit: (messageId: number, body: string) => Promise<ChatterAnswer>;
  remove: (messageId: number) => Promise<ChatterAnswer>;
  resend: (
    messageId: number,
    input: { retry: { contactId: number; email?: string }[]; ignore: number[] },
  ) => Promise<ChatterAnswer>;
  follow: (person: Recipient) => Promise<ChatterAnswer>;
  unfollow: (contactId: number) => Promise<ChatterAnswer>;
  /** Where files are uploaded to. */
  uploadHref: string;
  /** A message with its outside pictures, as a page for a frame. */
  frameHref: (messageId: number, whole: boolean) => string;
  contactHref: (contactId: number) => string;
  /** Absolute link to a message. */
  messageLink: (messageId: number) => string;
  /** Headers, raw mail and delivery of a message; empty for those who may not see them. */
  technicalLinks: (message: ChatterMessage) => { label: string; href: string }[];
}
