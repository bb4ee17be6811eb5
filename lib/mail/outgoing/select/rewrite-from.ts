import type { TraceLine } from '#lib/core/trace.ts';
import {
  domainOf,
  formatAddress,
  localPartOf,
  type MailAddress,
  normaliseAddress,
  toAsciiAddress,
  toSmtpAddress,
} from '#lib/mail/message/address.ts';
import type { SelectableServer, SelectionRule } from '#lib/mail/outgoing/select/choose-server.ts';
import { matchFromFilter, parseFromFilter } from '#lib/mail/outgoing/select/match-from-filter.ts';
import {
  explainOpenPolicy,
  explainStrictPolicy,
  forbidsAuthor,
  type Ours,
  type PartnerDmarc,
  partnerDomain,
} from '#lib/mail/outgoing/select/partner-dmarc.ts';

export interface RewriteInput {
  author: MailAddress | null;
  notificationAddress: string | null;
  server: SelectableServer;
  rule: SelectionRule;
  /** Every mail leaves From the default From address. */
  forceFrom: boolean;
  ours: Ours;
  /** Null: not looked up. */
  partnerDmarc: PartnerDmarc | null;
  /** The mail already says where replies go. */
  hasReplyTo: boolean;
}

export interface RewrittenFrom {
  address: string;
  headerFrom: string;
  replyTo: string | null;
  rewritten: boolean;
  warning: string | null;
  /** The author is kept although the domain is not ours, and nobody has looked up its DMARC policy: look it up, decide again. */
  askDmarcOf: string | null;
  trace: TraceLine[];
}

interface Wanted {
  address: string;
  line: TraceLine;
  warning: string | null;
}

/** The local part of a From made up for a filter of domains only, where no default From says another. */
const FALLBACK_LOCAL_PART = 'notifications';

/** The From header: the author's own wherever the server may carry it, else the author's name on an address it may. Null = no address at all. */
export function rewriteFrom(input: RewriteInput): RewrittenFrom | null {
  const wanted = decideAddress(input);
  if (wanted === null) return null;
  const { author } = input;
  const rewritten = author !== null && normaliseAddress(author.address) !== normaliseAddress(wanted.address);
  const name = author === null ? '' : author.name || (rewritten ? plainLocalPart(author.address) : '');
  const replyTo = rewritten && !input.hasReplyTo ? wireFormat(author.name, author.address) : null;
  const decision = [...explainOpenPolicy(input, rewritten), wanted.line];
  const trace = rewritten ? [...decision, explainReplyTo(input, replyTo)] : decision;
  const headerFrom = wireFormat(name, wanted.address);
  return {
    address: toSmtpAddress(wanted.address) ?? wanted.address,
    headerFrom,
    replyTo,
    rewritten,
    warning: wanted.warning,
    askDmarcOf:
      rewritten || author === null || input.partnerDmarc !== null ? null : partnerDomain(author.address, input.ours),
    trace,
  };
}

function decideAddress(input: RewriteInput): Wanted | null {
  const { author, server, notificationAddress } = input;
  if (author === null) return withoutAuthor(input);
  if (input.forceFrom && notificationAddress !== null) {
    return allowed(notificationAddress, server)
      ? decided('force-from', `Every mail is sent From ${notificationAddress}.`, notificationAddress)
      : heldToFilter(input, 'force-from');
  }
  if (!allowed(author.address, server)) return heldToFilter(input, 'rewrite-filter');
  return forbidsAuthor(input)
    ? rewriteForDmarc(input)
    : decided('keep-author', keptBecause(input), author.address, false);
}

function withoutAuthor(input: RewriteInput): Wanted | null {
  const { notificationAddress: address, server } = input;
  if (address === null) return null;
  if (!allowed(address, server)) return heldToFilter(input, 'no-author');
  return decided('no-author', `The mail has no author: it is sent From the default From address ${address}.`, address);
}

function decided(rule: string, detail: string, address: string, matched = true): Wanted {
  return { address, line: { rule, matched, detail }, warning: null };
}

function allowed(address: string, server: SelectableServer): boolean {
  return matchFromFilter(address, server.fromFilter) !== null;
}

/**
 * The first address the filter admits: the default From, a full address in the filter, `<default local part>@<first
 * domain>`. A server reached as the last resort is not chosen for any address: there the default From stays, with a warning.
 */
function heldToFilter(input: RewriteInput, rule: string): Wanted | null {
  const { notificationAddress, server, author } = input;
  const sender = rule === 'rewrite-filter' ? author?.address : notificationAddress;
  const because = `The From filter of "${server.name}" does not admit ${sender}`;
  if (notificationAddress !== null && (input.rule === 'last-resort' || allowed(notificationAddress, server))) {
    const warning = allowed(notificationAddress, server) ? null : lastResortWarning(server, notificationAddress);
    return {
      ...decided(
        rule,
        `${because}: From becomes the default From address ${notificationAddress}.`,
        notificationAddress,
      ),
      warning,
    };
  }
  const { addresses, domains } = parseFromFilter(server.fromFilter);
  const local = notificationAddress === null ? FALLBACK_LOCAL_PART : localPartOf(notificationAddress);
  const candidates = [...addresses, ...domains.map((domain) => `${local}@${domain}`)];
  const address = candidates.find((candidate) => toAsciiAddress(candidate) !== null);
  if (address === undefined) return null;
  return {
    ...decided(rule, `${because}: From becomes ${address}, which it admits.`, address),
    warning: `${because}. The mail is sent From ${address} instead.`,
  };
}

function lastResortWarning(server: SelectableServer, address: string): string {
  return `No outgoing server's From filter admits ${address}. "${server.name}" sends the mail as a last resort and may refuse it: add ${domainOf(address)} to its From filter, or add a server without a From filter.`;
}

function rewriteForDmarc({ author, partnerDmarc, notificationAddress, server }: RewriteInput): Wanted {
  const why = partnerDmarc === null ? '' : explainStrictPolicy(partnerDmarc);
  if (notificationAddress !== null && allowed(notificationAddress, server)) {
    return decided(
      'rewrite-dmarc',
      `${why}: From becomes the default From address ${notificationAddress}.`,
      notificationAddress,
    );
  }
  const warning = `${why}, and there is no default From address to send from: receivers may reject this mail. Set an email domain in General Settings.`;
  return { address: author?.address ?? '', line: { rule: 'rewrite-dmarc', matched: false, detail: warning }, warning };
}

function keptBecause({ server, author }: RewriteInput): string {
  const match = author === null ? null : matchFromFilter(author.address, server.fromFilter);
  if (match === 'any') return `"${server.name}" has no From filter: the author's address ${author?.address} is kept.`;
  return `The From filter of "${server.name}" admits ${author?.address}: it is kept.`;
}

function explainReplyTo({ author, hasReplyTo }: RewriteInput, replyTo: string | null): TraceLine {
  const detail = hasReplyTo
    ? 'The mail already says where replies go: its Reply-To stays.'
    : `Replies would be lost to the author: Reply-To becomes ${author?.address}.`;
  return { rule: 'reply-to', matched: replyTo !== null, detail };
}

/** The author's local part as a name, without the quotes of a quoted one. */
function plainLocalPart(address: string): string {
  return localPartOf(address).replace(/^"|"$/g, '').replace(/\\(.)/g, '$1');
}

function wireFormat(name: string, address: string): string {
  return formatAddress(name, toSmtpAddress(address) ?? address);
}
