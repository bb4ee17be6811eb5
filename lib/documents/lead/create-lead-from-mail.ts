import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { formatAddress, normaliseAddress } from '#lib/mail/message/address.ts';
import { cleanSubject } from '#lib/mail/message/headers.ts';
import { companyForNew } from '../check-links.ts';
import type { NewFromMail } from '../document-definition.ts';
import { updateLeadSchema } from './lead-schema.ts';
import { mergeCc } from './merge-cc.ts';
import { insertLead, lockEmailCc, updateLeads } from './store.ts';

/**
 * A lead named after the subject, about the sender. Defaults of the alias win over what the mail says, but for the
 * address it came from.
 * @throws AppError `invalid` when a default does not fit its field: the alias is to be corrected
 */
export async function createLeadFromMail(ctx: Ctx, mail: NewFromMail): Promise<{ id: number }> {
  const defaults = parseInput(updateLeadSchema, mail.defaults);
  const companyId = await companyForNew(ctx, {
    companyId: defaults.companyId ?? mail.companyId,
    teamId: defaults.teamId,
  });
  const id = await insertLead(ctx.db, {
    description: mail.bodyText.trim().slice(0, 50_000) || null,
    contactId: mail.contactId,
    contactName: mail.from.name.slice(0, 200) || null,
    ...defaults,
    name: defaults.name ?? (cleanSubject(mail.subject).slice(0, 200) || 'No subject'),
    emailFrom: formatAddress(mail.from.name, mail.from.address),
    emailNormalised: normaliseAddress(mail.from.address),
    emailCc: mergeCc(defaults.emailCc ?? null, mail.cc),
    companyId,
  });
  return { id };
}

/** Adds the Cc addresses of a further mail to those the lead knows. */
export async function updateLeadFromMail(ctx: Ctx, id: number, mail: { cc: string }): Promise<void> {
  const old = await lockEmailCc(ctx.db, id);
  const merged = mergeCc(old, mail.cc);
  if (merged !== old) await updateLeads(ctx.db, [id], null, { emailCc: merged });
}
