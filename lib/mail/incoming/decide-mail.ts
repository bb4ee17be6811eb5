import type { Ctx } from '#lib/db/context.ts';
import { parseAddressList } from '#lib/mail/message/address.ts';
import { claimMail } from './keep/claim-mail.ts';
import { mailIds, mailKeys } from './keep/mail-keys.ts';
import type { RawMail } from './keep/open-mail.ts';
import type { StoredMail } from './keep/store.ts';
import type { RouteDecision } from './route/decision.ts';
import { loadRouteFacts, type RouteSettings } from './route/load-facts.ts';
import { routeMail } from './route/route-mail.ts';
import type { Delivered } from './thread/deliver-route.ts';
import type { Examined } from './trace/gateway-answer.ts';

/** Of the incoming server a mail came by; defaults where it came another way. */
export interface ServerFacts {
  address: string | null;
  model: string | null;
  keepOriginal: boolean;
  keepAttachments: boolean;
  trustedAuthserv: string | null;
}

/** A stored mail that was read. */
export interface ReadyMail {
  /** Of who processes it, outside any transaction. */
  ctx: Ctx;
  row: StoredMail;
  raw: RawMail;
  examined: Examined;
  server: ServerFacts;
}

/** A mail that is claimed, and of which is decided what becomes of it. */
export interface DecidedMail {
  mail: ReadyMail;
  /** Nobody has brought it to an end; otherwise nothing is to be done. */
  isOpen: boolean;
  decision: RouteDecision;
  delivered: Delivered;
  /** The delivery that the bounce address named. */
  deliveryId: number | null;
  /** Mails to the author came back before. */
  hasBounces: boolean;
}

/** Claims a mail until the transaction of `tx` ends, and decides where it goes. */
export async function decideMail(tx: Ctx, mail: ReadyMail, settings?: Promise<RouteSettings>): Promise<DecidedMail> {
  const { row, raw, examined, server } = mail;
  const source = { envelopeTo: row.envelopeTo, mailboxAddress: server.address, fallbackModel: server.model };
  // They leave together, and the database reads when it has the claim: what another copy of the mail did is seen.
  const [{ isOpen, holder, own }, loaded] = await Promise.all([
    claimMail(tx.db, row.id, mailKeys(examined.mail, raw), mailIds(examined.mail)),
    loadRouteFacts(tx, examined, source, settings),
  ]);
  const twin = twinOf(row.id, holder, own);
  const decision = routeMail({ ...loaded.facts, duplicateOf: twin?.number ?? null });
  const { author, isOwn, records, hasBounces } = loaded;
  return {
    mail,
    isOpen,
    decision: twin && decision.outcome === 'duplicate' ? { ...decision, reason: twin.reason } : decision,
    delivered: {
      ...{ row, raw, author, isOwn, records },
      mail: examined.mail,
      envelopeTo: parseAddressList(row.envelopeTo),
      keepOriginal: server.keepOriginal,
      keepAttachments: server.keepAttachments,
    },
    deliveryId: loaded.facts.tokens.deliveryId,
    hasBounces,
  };
}

/** Another copy of this mail: one received before, or one of ours that came back. */
function twinOf(id: number, holder: number | null, own: string | null) {
  if (holder !== null) return { number: holder, reason: `The same mail was received before, as number ${holder}.` };
  return own === null ? null : { number: id, reason: `This is a mail of ours that came back (${own}).` };
}
