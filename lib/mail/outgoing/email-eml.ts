import { readEmailLinks } from '#lib/attachments/make-email-links.ts';
import { maskAddresses } from '#lib/auth/one-time-links.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { readBlob } from '#lib/blobs/read-blob.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { loadEmails } from './load-emails.ts';
import { maskBodies, maskedFor } from './mask-email.ts';
import { loadSelectionFacts, selectionInput } from './select/load-selection-facts.ts';
import { selectServer } from './select/select-server.ts';
import { toDownloadLinks } from './serialize/download-links.ts';
import { serializeEmail } from './serialize/serialize-email.ts';

/**
 * A mail as it is handed to the server, without what is personal to one recipient.
 * @param view `bundle`: for strangers, without the files and without the tokens of any link
 * @throws AppError `not_found`
 */
export async function emailEml(
  ctx: Ctx,
  id: number,
  view: 'whole' | 'bundle' = 'whole',
): Promise<{ fileName: string; content: Buffer }> {
  requireAdministrator(ctx.actor);
  const stored = (await loadEmails(ctx, [id])).get(id);
  if (!stored) throw new AppError('not_found', `There is no email ${id}.`);
  const email = view === 'bundle' ? maskBodies(stored, maskAddresses) : maskedFor(ctx.actor, stored);
  const made = await readEmailLinks(ctx, id);
  const links = view === 'bundle' ? [] : await toDownloadLinks(ctx, made);
  const attachments = email.attachments.filter((file) => !made.some(({ attachmentId }) => attachmentId === file.id));
  const contents = await Promise.all(
    attachments.map(({ sha256, size }) =>
      view === 'bundle' ? Buffer.from(`(${size} bytes left out)`) : readBlob(ctx, sha256),
    ),
  );
  const { fromAddress: from, replyTo, companyId, forcedServerId } = email;
  const facts = await loadSelectionFacts(ctx);
  const selection = selectServer(await selectionInput(facts, { from, replyTo, companyId, forcedServerId }));
  const headerFrom = email.headerFrom ?? (selection.ok ? selection.headerFrom : (from ?? ''));
  const sender = { headerFrom, envelopeFrom: '', replyTo: selection.ok ? selection.replyTo : null };
  const copy = { number: 0, headerTo: null, personalisation: null };
  return {
    fileName: `email-${id}.eml`,
    content: await serializeEmail({ ...email, attachments }, copy, sender, contents, links),
  };
}
