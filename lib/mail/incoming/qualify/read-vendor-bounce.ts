import { headerValue } from '#lib/mail/incoming/parse/decode-headers.ts';
import type { ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';
import type { BounceAction, BouncedRecipient } from '#lib/mail/incoming/qualify/bounce.ts';
import { classifyFailure, failureStatus, remoteWords } from '#lib/mail/incoming/qualify/classify-failure.ts';
import { headerLines } from '#lib/mail/incoming/qualify/find-original-ids.ts';
import type { ReportText } from '#lib/mail/incoming/qualify/report-text.ts';
import { wordsAbout } from '#lib/mail/incoming/qualify/words-about.ts';
import { isValidAddress, parseAddressList } from '#lib/mail/message/address.ts';

const A = String.raw`[^\s<>()\[\]"',;:|，。；：（）【】「」]+@[^\s<>()\[\]"',;:|，。；：（）【】「」]+[^\s<>()\[\]"',;:|.，。；：（）【】「」]`;

/**
 * Where the families of mail systems name the failed address, the surest place first. The first place that names
 * anybody decides, because later ones also hit hosts, senders and the returned mail.
 */
const PLACES: RegExp[] = [
  // qmail, its relatives and Postfix: <address>: reason
  new RegExp(String.raw`^[ \t]*<(${A})>(?:[ \t]*\([^)\n]*\))?[ \t]*:`, 'gm'),
  // sendmail and others: <address>... reason, or the address twice behind >>>
  new RegExp(String.raw`^[ \t]*(?:>>>[ \t]*)?<?(${A})>?[ \t]+<${A}>[ \t]*$`, 'gm'),
  new RegExp(String.raw`^[ \t]*(?:\d{3}[- ](?:\d\.\d\.\d[ \t]+)?)?<?(${A})>?[ \t]*\.\.\.`, 'gm'),
  // the address alone on its line, or first on its line with a reason behind
  new RegExp(String.raw`^[ \t*-]*[<"']?(${A})[>"']?[ \t.:]*$`, 'gm'),
  new RegExp(
    String.raw`^[ \t]*[<"']?(${A})[>"']?[ \t]*(?:\((?:reason|expanded|generated|ultimately)\b|[-:[(]|\b(?:invalid|unknown|not|user|failed|is|was|could|on|delivery)\b)`,
    'gim',
  ),
  // behind a label of any language that says nothing of senders and contacts
  new RegExp(
    String.raw`^(?![^\n:：]{0,60}(?:from|sender|contact|reply|support|help|abuse|subject|message-?id|absender|expéditeur|remitente|remetente|mittente|afzender|отправител|发件人|寄件|差出人|送信者|보낸))[ \t*-]*[\p{L}][^\n:：@]{0,60}[:：][ \t]*["'<[(*]*(?:mailto:)?(${A})[>"'\])]*[ \t.]*$`,
    'gimu',
  ),
  // in a sentence
  new RegExp(
    String.raw`(?:deliver(?:y|ed|ing)?|sent|send|sending)\b[^\n@<]{0,60}?\bto:?[ \t\n]+["'<]?(?:mailto:)?(${A})`,
    'gi',
  ),
  new RegExp(
    String.raw`\b(?:recipients?|addresse?s?|address(?:ee)?|mailbox|user|account|to|rcpt|destinat\w+|full)(?: address| returned permanent errors?)?(?:[ \t]+(?:is|was))?(?:[ \t]*[:=(]|[ \t])[ \t]*["'<[(*]*(?:mailto:)?(${A})`,
    'gi',
  ),
  new RegExp(String.raw`rcpt to:?[ \t]*[<*](${A})`, 'gi'),
  new RegExp(`<(?:mailto:)?(${A})>`, 'g'),
];

/** In the sentences of other languages the place of the address tells nothing: any address, after all else. */
const ANYWHERE = new RegExp(`(${A})`, 'g');

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
    const said = remoteWords(diagnostic);
    const status = failureStatus(said) ?? failureStatus(text.human);
    const failure = classifyFailure({ action, status, diagnostic: said, context: text.human });
    return { address, originalAddress: null, action, status, diagnostic, ...failure };
  });
}

function failedAddresses(mail: ParsedMail, text: ReportText): string[] {
  const header = headerValue(mail.headers, 'x-failed-recipients');
  if (header) return unique(parseAddressList(header).map((one) => one.address));
  const strangers = knownOthers(mail, text);
  const head = headerLines(text.returned);
  const returnedTo = parseAddressList(head.get('to')).map((one) => one.address);
  const namedAt = (place: RegExp): string[] => {
    const named = [...text.human.matchAll(place)].map((match) => match[1] ?? '');
    return unique(named.filter((one) => isValidAddress(one) && !isStranger(one, strangers, returnedTo))).slice(0, 50);
  };
  for (const place of PLACES) {
    const kept = namedAt(place);
    if (kept.length > 0) return kept;
  }
  const viaReceived = /\bfor <?([^\s<>;]+@[^\s<>;]+)>?/i.exec(text.returned)?.[1];
  const fallback = returnedTo.length === 1 ? returnedTo : viaReceived ? [viaReceived] : returnedTo;
  return fallback.length > 0 ? unique(fallback).slice(0, 50) : namedAt(ANYWHERE);
}

/** Whom a report tells its reader to ask. */
const HELPERS =
  /^(?:post[-_]?master|abuse|support|help(?:desk)?|admin(?:istrator)?|mailer-?daemon|hostmaster|webmaster|no-?reply)@/i;

function isStranger(address: string, strangers: ReadonlySet<string>, returnedTo: string[]): boolean {
  if (strangers.has(address.toLowerCase())) return true;
  return HELPERS.test(address) && !returnedTo.includes(address);
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
