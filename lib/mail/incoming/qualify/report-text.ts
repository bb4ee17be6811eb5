import { partText } from '#lib/mail/incoming/parse/collect-bodies.ts';
import type { ParsedMail } from '#lib/mail/incoming/parse/parsed-mail.ts';
import type { MimePart } from '#lib/mail/incoming/parse/read-mime-tree.ts';
import { htmlToText } from '#lib/mail/message/html.ts';

/** A report taken apart: what it says in words, and the mail it gives back. */
export interface ReportText {
  human: string;
  /** headers (and perhaps body) of the returned mail as text; '' where nothing came back */
  returned: string;
}

/** Longer reports are judged by their beginning. */
const MAX_HUMAN = 100_000;
/** No mail system writes longer lines (RFC 5321 4.5.3.1.6 allows 1000); cutting them bounds the patterns' time. */
const MAX_LINE = 1_000;

/** Lines after which a vendor's report quotes the mail it is about. */
const RETURNED_MARKERS =
  /^[ \t>*=+_-]*(?:below this line is a copy of the message|original (?:message|headers?)(?: headers?)?(?: follows?)?|the original (?:message|mail)(?: headers?)? (?:follows?|was included|is (?:attached|included))|this is a copy of (?:the|your) message|message headers? follows?|(?:copy of )?(?:the )?(?:unsent|returned|non-?delivered|undelivered) (?:message|mail) (?:follows|is below|headers?)|(?:headers of |included is a copy of )?the (?:message|mail) (?:headers? )?follows?|start of (?:the )?(?:original|returned) message|included is the message|message header(?:s)? of|transcript of (?:the )?message)\b[^\n]*$/im;
/** A block of at least three headers, the first of them one that only a delivered mail carries. */
const HEADER_BLOCK =
  /^(?:Return-Path|Received|DKIM-Signature|X-Originating-IP|Delivered-To|Message-ID|MIME-Version)[ \t]*:.*\n(?:(?:[ \t].*|[\w-]{2,50}[ \t]*:.*)\n){2,}/im;

/** Splits a report into its words and the returned mail, which is a part of its own or stands below the words. */
export function readReportText(mail: ParsedMail): ReportText {
  const parts = leaves(mail.root);
  const returnedPart = parts.find((part) =>
    /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/global-headers)$/.test(part.type),
  );
  const texts = parts.filter((part) => isText(part));
  const all = shortLines(textOf(texts).slice(0, MAX_HUMAN));
  const cut = returnedStart(all);
  const below = cut < 0 ? '' : all.slice(cut);
  return {
    human: cut < 0 ? all : all.slice(0, cut),
    returned: returnedPart ? latin(returnedPart) : below,
  };
}

/** Whether any part is one that reports and returned mails are made of. */
export function hasReportPart(mail: ParsedMail): boolean {
  return mail.root.type === 'multipart/report' || leaves(mail.root).some((part) => part.type.startsWith('message/'));
}

/** Text of all parts of a type, one after the other. */
export function textOfType(mail: ParsedMail, pattern: RegExp): string {
  return leaves(mail.root)
    .filter((part) => pattern.test(part.type))
    .map((part) => latin(part))
    .join('\n\n');
}

function textOf(parts: MimePart[]): string {
  const plain = parts.filter((part) => part.type !== 'text/html');
  const chosen = plain.some((part) => part.content.length > 20) ? plain : parts;
  return chosen.map((part) => (part.type === 'text/html' ? htmlToText(partText(part)) : partText(part))).join('\n\n');
}

function shortLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.slice(0, MAX_LINE))
    .join('\n');
}

function returnedStart(text: string): number {
  const marker = RETURNED_MARKERS.exec(text)?.index ?? -1;
  const block = HEADER_BLOCK.exec(text)?.index ?? -1;
  if (marker < 0 || block < 0) return Math.max(marker, block);
  return Math.min(marker, block);
}

/** Text, and a multipart whose boundary never came: then the words stand in it as they are. */
function isText(part: MimePart): boolean {
  return /^(?:text\/(?!rfc822-headers)|multipart\/)/.test(part.type);
}

function latin(part: MimePart): string {
  return Buffer.from(part.content).toString('utf8').replace(/\r\n?/g, '\n').replaceAll('\0', '');
}

function leaves(part: MimePart): MimePart[] {
  return part.children.length === 0 ? [part] : part.children.flatMap(leaves);
}
