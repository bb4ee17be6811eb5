import { makeEmailLinks } from '#lib/attachments/make-email-links.ts';
import { readBlob } from '#lib/blobs/read-blob.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type SigningKey, signMail } from '#lib/mail/dkim/sign-mail.ts';
import { noteKeyUse } from '#lib/mail/dkim/signing-keys.ts';
import type { EmailToSend } from '#lib/mail/outgoing/load-emails.ts';
import type { PlannedTransaction } from '#lib/mail/outgoing/plan-transactions.ts';
import { withAsciiAddresses } from '#lib/mail/outgoing/serialize/ascii-addresses.ts';
import { attachOrLink, estimateSize, mayBeLinked } from '#lib/mail/outgoing/serialize/attach-or-link.ts';
import { toDownloadLinks } from '#lib/mail/outgoing/serialize/download-links.ts';
import type { DownloadLink } from '#lib/mail/outgoing/serialize/link-block.ts';
import { serializeEmail } from '#lib/mail/outgoing/serialize/serialize-email.ts';
import type { SmtpFeatures } from '#lib/mail/outgoing/transport/smtp-features.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';

const megabyte = 1_048_576;
/** The least the default limit can be: below it the parameter need not be read. */
const leastDefaultLimit = megabyte;

/**
 * The bytes one transaction hands over: what is too large for the server as links, everything else in, signed by the keys
 * of its From. Without large files and without keys this asks the database for nothing but what is attached.
 */
export async function makeMessage(
  ctx: Ctx,
  { email, copy, selection, route }: PlannedTransaction,
  { keys, features }: { keys: SigningKey[]; features: SmtpFeatures },
): Promise<Buffer> {
  const serverLimit = route.kind === 'smtp' ? route.settings.maxMessageBytes : null;
  const { attached, links } = await splitAttachments(ctx, email, serverLimit);
  const contents = await Promise.all(attached.map(({ sha256 }) => readBlob(ctx, sha256)));
  const whole = { email: { ...email, attachments: attached }, copy };
  const fit = features.utf8 ? whole : withAsciiAddresses(whole);
  const sender = { ...selection, sevenBit: !features.eightBit };
  const raw = await serializeEmail(fit.email, fit.copy, sender, contents, links);
  if (keys.length === 0) return raw;
  const signatures = await signMail(raw, keys, ctx.now());
  await noteKeyUse(ctx, keys);
  return Buffer.concat([signatures, raw]);
}

/** What travels with the mail, and what is fetched by links, made here when they are needed first. */
async function splitAttachments(
  ctx: Ctx,
  email: EmailToSend,
  serverLimit: number | null,
): Promise<{ attached: EmailToSend['attachments']; links: DownloadLink[] }> {
  const whole = { attached: email.attachments, links: [] };
  if (!email.attachments.some(mayBeLinked)) return whole;
  if (estimateSize(email) <= (serverLimit ?? leastDefaultLimit)) return whole;
  const limit = serverLimit ?? (await readParameter(ctx, 'base.default_max_email_size')) * megabyte;
  const { attached, linked } = attachOrLink(email, limit);
  if (linked.length === 0) return whole;
  const links = await makeEmailLinks(
    ctx,
    email.id,
    linked.map(({ id }) => id),
  );
  return { attached, links: await toDownloadLinks(ctx, links) };
}
