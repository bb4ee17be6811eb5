import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { formatAddress, isValidMailbox, normaliseAddress } from '#lib/mail/message/address.ts';
import { cleanSubject } from '#lib/mail/message/headers.ts';
import { companyForNew } from '../check-links.ts';
import { findOrCreateContact } from '../contact/find-or-create-contact.ts';
import type { MadeFromMail, NewFromMail } from '../document-definition.ts';
import { follow } from '../follow.ts';
import { selectUserContactId } from '../store.ts';
import type { CaseModel } from './case-model.ts';
import { mergeCc } from './merge-cc.ts';
import { insertCase, lockEmailCc, updateCases } from './store.ts';

/**
 * A case named after the subject, about the sender. Defaults of the alias win over what the mail says, but for the
 * address it came from.
 * @throws AppError `invalid` when a default does not fit its field: the alias is to be corrected
 */
export async function createCaseFromMail(ctx: Ctx, model: CaseModel, mail: NewFromMail): Promise<MadeFromMail> {
  const defaults = parseInput(model.updateSchema, mail.defaults);
  const asked = { ...defaults, companyId: defaults.companyId ?? mail.companyId };
  const companyId = await companyForNew(ctx, asked, model.channel);
  const contactId = mail.contactId ?? (model.makesContact ? await contactOfSender(ctx, mail, companyId) : null);
  const extras = await model.extrasFromMail?.(ctx, mail, companyId);
  const values = {
    description: mail.bodyText.trim().slice(0, 50_000) || null,
    contactId,
    contactName: mail.from.name.slice(0, 200) || null,
    ...extras?.values,
    ...defaults,
    name: defaults.name ?? (cleanSubject(mail.subject).slice(0, 200) || 'No subject'),
    emailFrom: formatAddress(mail.from.name, mail.from.address),
    emailNormalised: normaliseAddress(mail.from.address),
    emailCc: mergeCc(defaults.emailCc ?? null, [mail.cc, extras?.values.emailCc ?? ''].filter(Boolean).join(', ')),
    companyId,
  };
  const id = await insertCase(ctx.db, model.table, values);
  const owner = await selectUserContactId(ctx.db, values.ownerId ?? null);
  await follow(ctx, { model: model.name, recordId: id, contactIds: [owner, ...(extras?.contactIds ?? [])] });
  return { id, senderContactId: mail.contactId ?? (model.makesContact ? contactId : null) };
}

/** Whoever writes is known from then on; an address of ours, or one nobody can be reached at, makes no contact. */
async function contactOfSender(ctx: Ctx, mail: NewFromMail, companyId: number): Promise<number | null> {
  const { from, senderIsOurs } = mail;
  if (senderIsOurs || !isValidMailbox(from.address)) return null;
  const made = await findOrCreateContact(ctx, { email: from.address, name: from.name }, { companyId });
  return made.id;
}

/** Adds the Cc addresses of a further mail to those the case knows. */
export async function updateCaseFromMail(ctx: Ctx, model: CaseModel, id: number, mail: { cc: string }): Promise<void> {
  if (mail.cc === '') return;
  const old = await lockEmailCc(ctx.db, model.table, id);
  const merged = mergeCc(old, mail.cc);
  if (merged !== old) await updateCases(ctx.db, model.table, [id], null, { emailCc: merged });
}
