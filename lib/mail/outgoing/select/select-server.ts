import type { TraceLine } from '#lib/core/trace.ts';
import {
  type MailAddress,
  normaliseAddress,
  normaliseDomain,
  parseAddressList,
  toAsciiAddress,
  toSmtpAddress,
} from '#lib/mail/message/address.ts';
import { chooseEnvelopeSender } from '#lib/mail/outgoing/select/choose-envelope-sender.ts';
import {
  chooseServer,
  orderServers,
  type SelectableServer,
  type SelectionRule,
} from '#lib/mail/outgoing/select/choose-server.ts';
import { matchFromFilter, parseFromFilter } from '#lib/mail/outgoing/select/match-from-filter.ts';
import { type PartnerDmarc, partnerDomain } from '#lib/mail/outgoing/select/partner-dmarc.ts';
import { type RewrittenFrom, rewriteFrom } from '#lib/mail/outgoing/select/rewrite-from.ts';

export interface SelectionInput {
  /** The author's From, formatted or bare; null or blank = the system itself. */
  from: string | null;
  /** The server a template or mailing binds the mail to. */
  forcedServerId?: number | undefined;
  servers: SelectableServer[];
  /** The operator's default server; used only while no own server is active. */
  defaultServer: SelectableServer | null;
  /** The default From address. */
  notificationAddress: string | null;
  bounceAddress: string | null;
  /** The default From is a full address: everything is sent From it, and the server is selected for it. */
  forceFrom: boolean;
  /** The companies' email domains. Domains and addresses in active servers' filters count as ours too. */
  ownDomains: string[];
  /** The DMARC policy of the author's domain; null = not looked up. */
  partnerDmarc: PartnerDmarc | null;
  /** The mail already has a Reply-To (document alias, catchall): it is left alone. */
  replyTo?: string | null | undefined;
}

export interface CandidateServer {
  id: number | null;
  name: string;
  fromFilter: string | null;
  priority: number;
  /** Whether its filter admits the address the server was looked for. */
  admits: boolean;
}

export interface SelectedServer {
  ok: true;
  /** Null = the default server. */
  serverId: number | null;
  serverName: string;
  rule: SelectionRule;
  headerFrom: string;
  /** Bare address with an ASCII domain, without a bounce token. */
  envelopeFrom: string;
  /** That is the bounce address: reports come back to us, and a token may name the delivery. */
  bouncesComeBack: boolean;
  /** The Reply-To this decision adds; null = none added. */
  replyTo: string | null;
  rewritten: boolean;
  warning: string | null;
  candidates: CandidateServer[];
  /** A domain whose DMARC policy decides whether the author may be kept, and is not known yet; null: the decision stands. */
  askDmarcOf: string | null;
  trace: TraceLine[];
}

export interface RefusedSelection {
  ok: false;
  failureType: 'mail_from_missing' | 'mail_from_invalid' | 'mail_smtp';
  /** True = nothing is wrong with the mail: it waits until a server exists. */
  waits: boolean;
  reason: string;
  trace: TraceLine[];
}

/** Decides once for a mail: which server sends it, its From header, its envelope sender; or why it cannot be sent. */
export function selectServer(input: SelectionInput): SelectedServer | RefusedSelection {
  const author = readAuthor(input.from);
  if (!author.ok)
    return refuse('mail_from_invalid', author.reason, [{ rule: 'author', matched: false, detail: author.reason }]);
  const notification = readDefaultFrom(input.notificationAddress);
  const trace = [...notification.trace];
  if (author.value === null && notification.address === null) return refuseMissing(notification.trace);

  const forceFrom = input.forceFrom && notification.address !== null;
  const soughtFor = forceFrom || author.value === null ? notification.address : author.value.address;
  if (forceFrom)
    trace.push({
      rule: 'force-from',
      matched: true,
      detail: `Every mail is sent From ${soughtFor}: the server is chosen for it.`,
    });
  const sought = author.value === null && !forceFrom ? null : soughtFor;
  const choice = chooseServer({ ...input, author: sought, notificationAddress: notification.address });
  trace.push(...choice.trace);
  if (!choice.ok) return { ...refuse('mail_smtp', choice.reason, trace), waits: input.forcedServerId === undefined };

  const from = rewriteFrom({
    author: author.value,
    notificationAddress: notification.address,
    server: choice.server,
    rule: choice.rule,
    forceFrom,
    ours: whatIsOurs(input),
    partnerDmarc: input.partnerDmarc,
    hasReplyTo: Boolean(input.replyTo?.trim()),
  });
  if (from === null) return refuseFilter(choice.server, trace);
  return conclude(input, choice.server, choice.rule, from, soughtFor ?? '', trace);
}

function conclude(
  input: SelectionInput,
  server: SelectableServer,
  rule: SelectionRule,
  from: RewrittenFrom,
  soughtFor: string,
  before: TraceLine[],
): SelectedServer {
  const { bounceAddress, servers } = input;
  const envelope = chooseEnvelopeSender({
    bounceAddress,
    fromAddress: from.address,
    serverName: server.name,
    fromFilter: server.fromFilter,
  });
  const considered = server.id === null ? [server] : orderServers(servers);
  return {
    ok: true,
    serverId: server.id,
    serverName: server.name,
    rule,
    headerFrom: from.headerFrom,
    envelopeFrom: envelope.envelopeFrom,
    bouncesComeBack: envelope.isBounceAddress,
    replyTo: from.replyTo,
    rewritten: from.rewritten,
    warning: from.warning ?? (rule === 'last-resort' ? lastResortWarning(server, soughtFor) : null),
    candidates: considered.map(({ id, name, fromFilter, priority }) => ({
      id,
      name,
      fromFilter,
      priority,
      admits: matchFromFilter(soughtFor, fromFilter) !== null,
    })),
    askDmarcOf: from.askDmarcOf,
    trace: [...before, ...from.trace, ...envelope.trace],
  };
}

/** The author's domain where it is not one of ours; null also where the author cannot be read. */
export function partnerDomainOf(input: SelectionInput): string | null {
  const author = readAuthor(input.from);
  return author.ok && author.value ? partnerDomain(author.value.address, whatIsOurs(input)) : null;
}

type AuthorReading = { ok: true; value: MailAddress | null } | { ok: false; reason: string };

/** Exactly one usable mailbox, or none where the field is empty. A mis-nested one counts as its first address. */
function readAuthor(from: string | null): AuthorReading {
  const text = from?.trim() ?? '';
  if (text === '') return { ok: true, value: null };
  const shown = text.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 200);
  if (/[\r\n]/.test(text))
    return { ok: false, reason: `The From "${shown}" contains a line break. Write one address on one line.` };
  const mailboxes = parseAddressList(text);
  const [first] = mailboxes;
  if (!first || toSmtpAddress(first.address) === null) {
    return {
      ok: false,
      reason: `The From "${shown}" is not a valid email address. Correct the author's address, then retry.`,
    };
  }
  if (mailboxes.some((other) => normaliseAddress(other.address) !== normaliseAddress(first.address))) {
    return {
      ok: false,
      reason: `The From "${shown}" names several addresses. A mail has exactly one author: keep one address, then retry.`,
    };
  }
  return { ok: true, value: first };
}

function readDefaultFrom(text: string | null): { address: string | null; trace: TraceLine[] } {
  if (!text?.trim()) return { address: null, trace: [] };
  const address = parseAddressList(text)[0]?.address ?? null;
  if (address !== null && toAsciiAddress(address) !== null) return { address, trace: [] };
  return {
    address: null,
    trace: [
      {
        rule: 'default-from',
        matched: false,
        detail: `The default From "${text}" is not a valid address and is ignored.`,
      },
    ],
  };
}

function whatIsOurs({ ownDomains, servers, defaultServer }: SelectionInput): {
  domains: string[];
  addresses: string[];
} {
  const active = [...servers, ...(defaultServer ? [defaultServer] : [])].filter((server) => server.active);
  const filters = active.map((server) => parseFromFilter(server.fromFilter));
  return {
    domains: [...ownDomains.map(normaliseDomain), ...filters.flatMap((filter) => filter.domains)],
    addresses: filters.flatMap((filter) => filter.addresses),
  };
}

function lastResortWarning(server: SelectableServer, address: string): string {
  return `No outgoing server's From filter admits ${address}: "${server.name}" is used as a last resort. Add the sender to its From filter, or add a server without a From filter.`;
}

function refuse(failureType: RefusedSelection['failureType'], reason: string, trace: TraceLine[]): RefusedSelection {
  return { ok: false, failureType, waits: false, reason, trace };
}

function refuseMissing(trace: TraceLine[]): RefusedSelection {
  const reason =
    'The mail has no From, and there is no default From address. Set an email domain in General Settings, then retry.';
  return refuse('mail_from_missing', reason, [...trace, { rule: 'author', matched: false, detail: reason }]);
}

function refuseFilter(server: SelectableServer, trace: TraceLine[]): RefusedSelection {
  const reason = `The From filter "${server.fromFilter}" of "${server.name}" names no address that could send this mail. Correct the filter, then retry.`;
  return refuse('mail_from_invalid', reason, [...trace, { rule: 'rewrite-filter', matched: false, detail: reason }]);
}
