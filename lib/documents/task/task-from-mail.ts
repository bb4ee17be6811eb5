import type { Ctx } from '#lib/db/context.ts';
import { formatAddress, normaliseAddress, parseAddressList } from '#lib/mail/message/address.ts';
import type { CaseExtras } from '../case/case-model.ts';
import { findContacts } from '../contact/find-contacts.ts';
import type { NewFromMail } from '../document-definition.ts';
import { selectColleagues } from './store.ts';

/** A mail to more people than this says nothing about who is to work on it. */
const maxRecipients = 50;

/**
 * Colleagues a mail is sent to are to work on the task, the first of them as its owner; contacts we know follow it, and
 * everybody else stands on its Cc list. Whoever wrote is none of them.
 */
export async function taskFromMail(ctx: Ctx, mail: NewFromMail, companyId: number): Promise<CaseExtras> {
  const sender = normaliseAddress(mail.from.address);
  const read = (list: string) =>
    parseAddressList(list)
      .map((one) => ({ ...one, key: normaliseAddress(one.address) }))
      .filter(({ key }) => key !== sender)
      .slice(0, maxRecipients);
  const to = read(mail.to);
  const colleagues = await selectColleagues(
    ctx.db,
    to.map(({ key }) => key),
    companyId,
  );
  const known = await findContacts(
    ctx,
    [...to, ...read(mail.cc)].map(({ key }) => key),
    { companyId },
  );
  const ordered = to.flatMap(({ key }) => colleagues.filter((one) => one.email === key));
  const strangers = to.filter(({ key }) => !known.has(key) && !colleagues.some((one) => one.email === key));
  const [owner] = ordered;
  return {
    values: {
      ...(owner ? { ownerId: owner.userId, assigneeIds: [...new Set(ordered.map(({ userId }) => userId))] } : {}),
      emailCc: strangers.map(({ name, address }) => formatAddress(name, address)).join(', '),
    },
    contactIds: [...[...known.values()].map(({ id }) => id), ...colleagues.map(({ contactId }) => contactId)],
  };
}
