import type { LinkKind } from '#lib/auth/store.ts';
import { insertLink } from '#lib/auth/store.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import { sha256 } from '#lib/core/crypto.ts';
import { randomToken } from '#lib/core/ids.ts';
import type { Ctx } from '#lib/db/context.ts';
import { formatAddress } from '#lib/mail/message/address.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { baseUrl } from '#lib/parameters/base-url.ts';
import type { LinkMail } from './compose-link-mail.ts';

interface LinkRecipient {
  id: number;
  name: string;
  email: string;
}

const paths: Record<LinkKind, string> = { invitation: 'invitation', password_reset: 'reset-password' };

/** Mails somebody a link that works once. Inside the caller's transaction; the database keeps the link's hash alone. */
export async function sendLink(
  ctx: Ctx,
  user: LinkRecipient,
  kind: LinkKind,
  hours: number,
  compose: (link: string) => LinkMail,
): Promise<void> {
  const token = randomToken();
  const createdAt = ctx.now();
  const expiresAt = addMilliseconds(createdAt, hours * 3_600_000);
  await insertLink(ctx.db, { tokenHash: sha256(token), userId: user.id, kind, createdAt, expiresAt });
  await enqueueEmail(ctx, {
    ...compose(`${await baseUrl(ctx)}/${paths[kind]}/${token}`),
    from: null,
    to: formatAddress(user.name, user.email),
    automatic: true,
    recipients: [{ email: user.email, name: user.name }],
  });
}
