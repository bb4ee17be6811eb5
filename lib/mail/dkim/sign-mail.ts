import { createHash, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { DkimAlgorithm } from '#lib/core/enumerations.ts';
import { AppError } from '#lib/core/errors.ts';

/** A key that is ready to sign. */
export interface SigningKey {
  id: number;
  /** In ASCII, lower case. */
  domain: string;
  selector: string;
  algorithm: DkimAlgorithm;
  privateKey: KeyObject;
}

/** What tells the reader who wrote what to whom; header fields that relays change on the way are left out. */
const signedHeaders = [
  ...['From', 'Sender', 'Reply-To', 'To', 'Cc', 'Subject', 'Date', 'Message-ID', 'In-Reply-To', 'References'],
  ...['MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'Auto-Submitted'],
  ...['List-Id', 'List-Help', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Subscribe', 'List-Post'],
].join(':');

const endOfHead = Buffer.from('\r\n\r\n');
/** In the thread pool: an RSA signature takes six times as long as everything else here, and mails go on meanwhile. */
const signInPool = promisify(sign);

/**
 * The DKIM-Signature headers of a mail, one a key, to stand before it (RFC 6376, RFC 8463; relaxed/relaxed). From is
 * named once more than it occurs, so that nobody can add a second one.
 *
 * mailauth's parts rather than its `dkimSign`: that cannot name a header twice, parses the key anew for every mail, and
 * signs on the main thread (0.4 to 1.0 ms a mail with RSA, where this holds the thread for 0.1 ms).
 * @param raw with CRLF line ends throughout
 * @throws AppError `internal` when the mail has no head or no From; a mail is never left unsigned silently
 */
export async function signMail(raw: Buffer, keys: SigningKey[], now: Date): Promise<Buffer> {
  const parts = await mailauthParts();
  const end = raw.indexOf(endOfHead);
  if (end < 0) throw new AppError('internal', 'The mail has no end of its head and cannot be signed.');
  const { parsed } = parts.parseHeaders(raw.subarray(0, end + endOfHead.length));
  const lines = parts.getSigningHeaderLines(parsed, signedHeaders);
  if (!lines.headers.some(({ key }) => key === 'from')) {
    throw new AppError('internal', 'The mail has no From and cannot be signed.');
  }
  const body = parts.dkimBody('relaxed', 'sha256', false);
  body.update(raw.subarray(end + endOfHead.length));
  const shared = {
    lines: { ...lines, keys: `${lines.keys}: From` },
    bodyHash: body.digest('base64'),
    timestamp: Math.floor(now.getTime() / 1000),
  };
  const signatures = await Promise.all(keys.map((key) => signatureLine(parts, key, shared)));
  return Buffer.from(signatures.map((line) => `${line}\r\n`).join(''));
}

type Parts = Awaited<ReturnType<typeof mailauthParts>>;

async function signatureLine(
  parts: Parts,
  key: SigningKey,
  shared: { lines: MailauthSigningLines; bodyHash: string; timestamp: number },
): Promise<string> {
  const isRsa = key.algorithm === 'rsa-2048';
  const { canonicalizedHeader, dkimHeaderOpts } = parts.generateCanonicalizedHeader('DKIM', shared.lines, {
    signingDomain: key.domain,
    selector: key.selector,
    algorithm: isRsa ? 'rsa-sha256' : 'ed25519-sha256',
    canonicalization: 'relaxed/relaxed',
    bodyHash: shared.bodyHash,
    timestamp: shared.timestamp,
    expiration: false,
  });
  // RFC 8463 section 3: Ed25519 signs the hash, not the text.
  const data = isRsa ? canonicalizedHeader : createHash('sha256').update(canonicalizedHeader).digest();
  const signature = await signInPool(isRsa ? 'sha256' : null, data, key.privateKey);
  return parts.formatSignatureHeaderLine('DKIM', { ...dkimHeaderOpts, b: signature.toString('base64') }, true);
}

/** Loaded with the first mail that is to be signed: mailauth takes 30 MB of memory, which others shall not pay for. */
async function mailauthParts() {
  const [tools, body, header] = await Promise.all([
    import('mailauth/lib/tools.js'),
    import('mailauth/lib/dkim/body/index.js'),
    import('mailauth/lib/dkim/header/index.js'),
  ]);
  return { ...tools.default, ...body.default, ...header.default };
}
