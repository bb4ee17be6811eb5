import type { Ctx } from '#lib/db/context.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { loadOwnAddresses } from '#lib/mail/aliases/load-own-addresses.ts';
import { normaliseAddress } from '#lib/mail/message/address.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { baseUrl as loadBaseUrl } from '#lib/parameters/base-url.ts';
import { loadAncestors } from './load-messages.ts';
import { loadAuthor, loadCompanyName } from './load-people.ts';
import { replyAddressOf } from './load-reply-address.ts';
import { notificationMail } from './notification-mail.ts';
import type { Publication } from './publish-message.ts';
import { unfollowUrl } from './unfollow-link.ts';
import type { Notified } from './who-is-notified.ts';

/**
 * Composes and queues the mail of a message. Two contacts with one address get one copy.
 * @returns the delivery of each normalised address
 */
export async function mailNotifications(
  ctx: Ctx,
  publication: Publication,
  notified: Notified[],
  contentIds: Map<number, string>,
): Promise<Map<string, number>> {
  const { message, facts } = publication;
  const people = onePerAddress(notified);
  const definition = modelOf(message.model);
  const baseUrl = await loadBaseUrl(ctx);
  const draft = notificationMail(
    {
      message,
      record: facts,
      label: definition.label,
      recordUrl: `${baseUrl}${definition.path}/${message.recordId}`,
      baseUrl,
      author: await authorOf(ctx, message),
      companyName: await loadCompanyName(ctx.db, facts.companyId),
      replyAddress: await replyAddressOf(ctx, facts, message.id),
      ancestors: await loadAncestors(ctx.db, message.model, message.recordId, message.id),
      attachmentIds: publication.attachmentIds,
      contentIds,
      incoming: await withoutOwn(ctx, publication.incoming),
      unfollowUrls: unfollowUrls(ctx, baseUrl, message, people),
    },
    people,
  );
  const { deliveries } = await enqueueEmail(ctx, draft);
  return new Map(deliveries.map((delivery) => [normaliseAddress(delivery.recipient), delivery.id]));
}

function onePerAddress(notified: Notified[]): Notified[] {
  return [...new Map(notified.map((person) => [normaliseAddress(person.email), person])).values()];
}

async function authorOf(ctx: Ctx, message: Publication['message']) {
  const known = message.authorContactId === null ? null : await loadAuthor(ctx.db, message.authorContactId);
  return {
    name: message.authorName ?? known?.name ?? '',
    email: message.authorEmail ?? known?.email ?? null,
    signature: known?.signature ?? null,
  };
}

async function withoutOwn(ctx: Ctx, addresses: Publication['incoming']): Promise<Publication['incoming']> {
  const own = await loadOwnAddresses(
    ctx,
    addresses.map(({ address }) => normaliseAddress(address)),
  );
  return addresses.filter(({ address }) => !own.includes(normaliseAddress(address)));
}

function unfollowUrls(
  ctx: Ctx,
  baseUrl: string,
  { model, recordId }: Publication['message'],
  people: Notified[],
): Map<number, string> {
  const followers = people.filter((person) => person.isFollower && person.userId !== null);
  const link = (contactId: number) => unfollowUrl(baseUrl, ctx.env.appSecret, { model, recordId, contactId });
  return new Map(followers.map(({ contactId }) => [contactId, link(contactId)]));
}
