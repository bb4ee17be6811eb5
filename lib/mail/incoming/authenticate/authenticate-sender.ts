import { Readable } from 'node:stream';
import type { AuthenticateResult, DKIMResult } from 'mailauth';
import { messageOf } from '#lib/core/errors.ts';
import type { SenderAuthentication } from '#lib/core/sender-authentication.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { DnsQuestion } from '#lib/mail/domains/ask-dns-server.ts';
import { resolveName } from '#lib/mail/domains/resolve-name.ts';
import { domainOf, normaliseDomain } from '#lib/mail/message/address.ts';
import type { RawMail } from '../keep/open-mail.ts';
import { headerValues } from '../parse/decode-headers.ts';
import type { ParsedMail } from '../parse/parsed-mail.ts';
import { decideAuthentication, nothingToCheck, type OwnAuthentication } from '../qualify/decide-authentication.ts';
import { isAligned, readAuthentication } from '../qualify/read-authentication.ts';

export interface SenderQuestion {
  raw: Pick<RawMail, 'bytes' | 'lifted' | 'stream'>;
  mail: Pick<ParsedMail, 'headers' | 'from'>;
  /** Who handed the mail over to our own listener; null: it came another way, so that SPF cannot be judged. */
  client: SmtpClient | null;
  /** The host whose Authentication-Results we believe. */
  trustedAuthserv: string | null;
}

export interface SmtpClient {
  ip: string;
  helo: string | null;
  /** MAIL FROM; empty: the null sender. */
  envelopeFrom: string;
}

/** Everything together may take this long: the mail waits for it. */
const longestMs = 2_000;
/** Nobody signs so often; each signature costs a hash over the whole mail. */
const mostSignatures = 20;

/**
 * Finds out whether the domain of the From address has to do with a mail: its signatures (DKIM, RFC 6376), who handed it
 * over (SPF, RFC 7208), what the domain asks for (DMARC, RFC 7489), and what a host we trust says. Two seconds at most;
 * where DNS does not answer the word is `temperror`. Never throws: a mail is not lost for it.
 */
export async function authenticateSender(ctx: Ctx, asked: SenderQuestion): Promise<SenderAuthentication> {
  const stated = readAuthentication(asked.mail, asked.trustedAuthserv);
  return decideAuthentication(await checkOurselves(ctx, asked), stated);
}

async function checkOurselves(ctx: Ctx, asked: SenderQuestion): Promise<OwnAuthentication> {
  const signatures = headerValues(asked.mail.headers, 'dkim-signature').length;
  const hasClient = asked.client !== null;
  if (!hasClient && signatures === 0) return nothingToCheck;
  const unknown = (word: string) => ({
    spf: hasClient ? word : null,
    dkim: signatures > 0 ? word : null,
    dmarc: word,
    aligned: false,
  });
  if (signatures > mostSignatures) return unknown('permerror');
  try {
    return await verify(ctx, asked, unknown('temperror'));
  } catch (error) {
    ctx.log.warn({ reason: messageOf(error) }, 'the sender of a mail could not be checked');
    return unknown('temperror');
  }
}

async function verify(ctx: Ctx, asked: SenderQuestion, tooLate: OwnAuthentication): Promise<OwnAuthentication> {
  // Loaded when the first signed mail comes: it takes its time, and many installations never need it.
  const { authenticate } = await import('mailauth');
  const { raw, client, mail } = asked;
  const checked = authenticate(inputOf(raw), {
    ...(client ? { ip: client.ip, helo: client.helo ?? client.ip, sender: client.envelopeFrom } : {}),
    mta: 'perfectwork-mail.invalid',
    // Its own types leave mail exchangers out.
    resolver: (name, type) => resolveName(ctx, name, type as DnsQuestion['type']) as Promise<string[]>,
    // By the letter of the RFCs: a signature or a policy that others refuse proves nothing here either.
    strict: true,
    disableArc: true,
    disableBimi: true,
  });
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), longestMs);
  try {
    const result = await Promise.race([checked, late.promise]);
    return result ? readResult(result, mail, client !== null) : tooLate;
  } finally {
    clearTimeout(timer);
    // Nobody listens any more to what comes too late.
    checked.catch(() => undefined);
  }
}

/** The body of a large mail is hashed piece by piece. */
function inputOf({ bytes, lifted, stream }: SenderQuestion['raw']): Buffer | Readable {
  return lifted === null ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Readable.from(stream());
}

function readResult(result: AuthenticateResult, mail: SenderQuestion['mail'], hasClient: boolean): OwnAuthentication {
  const signatures = (result.dkim?.results ?? []).filter(({ status }) => status.result !== 'none');
  // What its reading of From and ours do not agree on proves nothing about the address we show.
  const sameAuthor = result.dkim?.headerFrom.length === 1 && isFrom(result.dkim.headerFrom[0] ?? '', mail.from);
  const dmarc = result.dmarc && sameAuthor ? result.dmarc.status.result : 'none';
  return {
    spf: hasClient ? (result.spf ? result.spf.status.result : 'none') : null,
    dkim: signatures.length === 0 ? null : bestOf(signatures),
    dmarc,
    aligned: sameAuthor && signatures.some((one) => proves(one, mail.from)),
  };
}

function isFrom(address: string, from: ParsedMail['from']): boolean {
  return from !== null && normaliseDomain(domainOf(address)) === normaliseDomain(domainOf(from.address));
}

/** Good, over the whole body, and of the domain of the author. */
function proves({ status, signingDomain }: DKIMResult, from: ParsedMail['from']): boolean {
  return status.result === 'pass' && !status.underSized && isAligned(signingDomain ?? null, from);
}

const bestFirst = ['pass', 'temperror', 'fail', 'policy', 'permerror', 'neutral'];

/** One word for all signatures: one that holds suffices (RFC 6376 section 4.2). */
function bestOf(signatures: DKIMResult[]): string {
  const words = signatures.map(({ status }) => status.result as string);
  return bestFirst.find((word) => words.includes(word)) ?? words[0] ?? 'none';
}
