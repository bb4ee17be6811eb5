import { headerValue } from '#lib/mail/incoming/parse/decode-headers.ts';
import type { ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';
import type { BounceAction, BouncedRecipient } from '#lib/mail/incoming/qualify/bounce.ts';
import { classifyFailure, enhancedStatus } from '#lib/mail/incoming/qualify/classify-failure.ts';
import { headerLines } from '#lib/mail/incoming/qualify/find-original-ids.ts';
import type { ReportText } from '#lib/mail/incoming/qualify/report-text.ts';
import { wordsAbout } from '#lib/mail/incoming/qualify/words-about.ts';
import { isValidAddress, parseAddressList } from '#lib/mail/message/address.ts';

const A = String.raw`[^\s<>()\[\]"',;:|]+@[^\s<>()\[\]"',;:|]+[^\s<>()\[\]"',;:|.]`;

/**
 * Where the families of mail systems name the failed address, the surest place first. The first place that names
 * anybody decides, because later ones also hit hosts, senders and the returned mail.
 */
const PLACES: RegExp[] = [
  // qmail, its relatives and Postfix: <address>: reason
  new RegExp(String.raw`^[ \t]*<(${A})>(?:[ \t]*\([^)\n]*\))?[ \t]*:`, 'gm'),
  // sendmail and others: <address>... reason, or the address twice behind >>>
  new RegExp(String.raw`^[ \t]*(?:>>>[ \t]*)?<?(${A})>?[ \t]+<${A}>[ \t]*$`, 'gm'),
  new RegExp(String.raw`^[ \t]*(?:\d{3}[- ](?:\d\.\d\.\d[ \t]+)?)?<?(${A})>?\.\.\.`, 'gm'),
  // the address alone on its line, or first on its line with a reason behind
  new RegExp(String.raw`^[ \t*-]*<?(${A})>?[ \t.:]*$`, 'gm'),
  new RegExp(
    String.raw`^[ \t]*<?(${A})>?[ \t]*(?:\((?:reason|expanded|generated|ultimately)\b|-|:|\b(?:invalid|unknown|not|user|failed|is|could)\b)`,
    'gim',
  ),
  // in a sentence
  new RegExp(
    String.raw`(?:deliver(?:y|ed|ing)?|sent|send|sending)\b[^\n@<]{0,60}?\bto:?[ \t\n]+<?(?:mailto:)?(${A})>?`,
    'gi',
  ),
  new RegExp(
    String.raw`\b(?:recipients?|addresse?s?|address(?:ee)?|mailbox|user|account|to|rcpt|destinat\w+|full)(?: address| returned permanent errors?)?(?:[ \t]+(?:is|was))?(?:[ \t]*[:=(]|[ \t])[ \t]*["'<[(]*(?:mailto:)?(${A})`,
    'gi',
  ),
  new RegExp(String.raw`rcpt to:?[ \t]*<(${A})>`, 'gi'),
  new RegExp(`<(?:mailto:)?(${A})>`, 'g'),
];

/** Reads a report that follows no standard: whom it names, and what it says about the failure. */
export function readVendorBounce(mail: ParsedMail, text: ReportText): BouncedRecipient[] {
  const addresses = failedAddresses(mail, text);
  const delayed =
    /(?:warning|delay)/i.test(mail.subject) &&
    /not yet been delivered|warning message only|will (?:be retried|keep trying|continue)|delivery attempts will continue/i.test(
      text.human,
    );
  const action: BounceAction = delayed ? 'delayed' : 'failed';
  return addresses.map((address) => {
    const diagnostic = wordsAbout(address, text.human, addresses);
    const status = enhancedStatus(diagnostic) ?? enhancedStatus(text.human);
    const failure = classifyFailure({ action, status, diagnostic, context: text.human });
    return { address, originalAddress: null, action, status, diagnostic, ...failure };
  });
}

function failedAddresses(mail: ParsedMail, text: ReportText): string[] {
  const header = headerValue(mail.headers, 'x-failed-recipients');
  if (header) return unique(parseAddressList(header).map((one) => one.address));
  const strangers = knownOthers(mail, text);
  const head = headerLines(text.returned);
  const returnedTo = parseAddressList(head.get('to')).map((one) => one.address);
  for (const place of PLACES) {
    const named = [...text.human.matchAll(place)].map((match) => match[1] ?? '');
    const kept = unique(named.filter((one) => isValidAddress(one) && !strangers.has(one.toLowerCase())));
    if (kept.length > 0) return kept.slice(0, 50);
  }
  const viaReceived = /\bfor <?([^\s<>;]+@[^\s<>;]+)>?/i.exec(text.returned)?.[1];
  const fallback = returnedTo.length === 1 ? returnedTo : viaReceived ? [viaReceived] : returnedTo;
  return unique(fallback).slice(0, 50);
}

/** The reader of the report and its writer are nobody it failed for, unless it names nobody else. */
function knownOthers(mail: ParsedMail, text: ReportText): Set<string> {
  const head = headerLines(text.returned);
  const returnedFrom = parseAddressList(head.get('from')).concat(parseAddressList(head.get('return-path')));
  const recipients = new Set(parseAddressList(head.get('to')).map((one) => one.address.toLowerCase()));
  const others = [...mail.to, ...mail.deliveredTo, ...(mail.from ? [mail.from] : []), ...returnedFrom]
    .map((one) => one.address.toLowerCase())
    .filter((address) => !recipients.has(address));
  return new Set(others);
}

function unique(addresses: string[]): string[] {
  return [...new Map(addresses.map((address) => [address.toLowerCase(), address])).values()];
}
