import type { Bounce } from '#lib/mail/incoming/qualify/bounce.ts';
import type { AutomaticVerdict } from '#lib/mail/incoming/qualify/classify-automatic.ts';
import type { TokenFacts } from '#lib/mail/incoming/route/read-tokens.ts';
import type { MailAddress } from '#lib/mail/message/address.ts';

export type ContactPolicy = 'everyone' | 'partners' | 'followers' | 'employees';

/** A stored message whose Message-ID (or our own id header, or a reply token) the mail refers to. */
export interface ThreadMatch {
  /** row id of the stored message */
  messageRowId: number;
  /** null for a message without a document */
  model: string | null;
  recordId: number | null;
  recordExists: boolean;
  /** an internal note, and no automatic comment of a customer: its answers stay internal */
  isInternal: boolean;
  /** sent with "replies start something new": its answers are routed by address */
  repliesElsewhere: boolean;
  /** followers of the record, and whether the author is one; for the policy of an alias in the recipients */
  followerCount: number;
  authorFollows: boolean;
}

/** An alias that may be meant by one of the recipients: same local part, or one of its domains. */
export interface AliasFacts {
  id: number;
  /** local part, lower case */
  name: string;
  /** null: an alias without a domain is matched by local-part detection only */
  domain: string | null;
  model: string;
  /** the model can be created from mail */
  acceptsCreation: boolean;
  policy: ContactPolicy;
  /** only senders proven by DKIM or DMARC */
  verifiedOnly: boolean;
  localPartDetection: boolean;
  acceptAutomatic: boolean;
  /** mails an hour it takes by itself; null: any number */
  hourlyLimit: number | null;
  /** mails it took within this hour, where it has a limit */
  takenThisHour: number;
  /** the one record all mail goes to, and whether it still exists */
  recordId: number | null;
  recordExists: boolean;
  /** of the fixed record, else of the owner record; null where the alias has neither */
  target: { followerCount: number; authorFollows: boolean } | null;
  companyId: number | null;
  /** values for a new record */
  defaults: Record<string, unknown>;
}

/** One alias domain, all local parts in lower case. */
export interface AliasDomainFacts {
  domain: string;
  catchall: string;
  bounce: string;
  companyId: number | null;
}

/** Who wrote it, found by the From header; aliases are never an author. */
export interface AuthorFacts {
  contactId: number | null;
  userId: number | null;
  isEmployee: boolean;
  /** DKIM or DMARC proves the From domain */
  verified: boolean;
}

/** Counts for the loop check, over the window of `mail.gateway.loop.minutes`. */
export interface LoopFacts {
  threshold: number;
  minutes: number;
  /** the sender is on the gateway allow-list */
  allowListed: boolean;
  /** records created from this sender, by model */
  created: Record<string, number>;
  /** emails of this sender on a record, by `model:recordId` */
  posted: Record<string, number>;
}

/** Everything the routing of one mail looks at. Whoever loads it does the I/O; the decision itself does none. */
export interface RouteFacts {
  from: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  deliveredTo: MailAddress[];
  resentTo: MailAddress[];
  resentCc: MailAddress[];
  /** Return-Path or envelope sender; '' for the null sender, null where unknown */
  returnPath: string | null;
  /** signed tokens in the recipients; the recipients themselves are without them */
  tokens: TokenFacts;
  /** ids of In-Reply-To and References, for the loop tag */
  referredIds: string[];
  /** another stored mail with the same Message-ID, or the same id of ours; null for a new one */
  duplicateOf: number | null;
  bounce: Bounce | null;
  /** `report-type` of a multipart/report; null for other mail */
  reportType: string | null;
  automatic: AutomaticVerdict;
  /** why the own mail system or a blocking rule calls it spam; null where nothing does */
  spam: string | null;
  /** stored messages the mail refers to, newest first, of the last 32 references */
  matches: ThreadMatch[];
  /** candidates; the decision matches them itself */
  aliases: AliasFacts[];
  domains: AliasDomainFacts[];
  /** the operator's domain, accepted like every alias domain; null where there is none */
  platformDomain: string | null;
  /** `mail.catchall.domain.allowed`, lower case; empty = every domain */
  allowedDomains: string[];
  author: AuthorFacts;
  /** model of the incoming server, or the one a caller gave; `recordId` null creates */
  fallback: {
    model: string;
    recordId: number | null;
    acceptsCreation: boolean;
    defaults: Record<string, unknown>;
  } | null;
  loop: LoopFacts;
  /** the sender had an automatic answer within the last hour */
  recentlyAnswered: boolean;
}
