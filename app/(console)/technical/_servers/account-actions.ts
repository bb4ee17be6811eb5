'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { beginConsent } from '#lib/mail/servers/oauth/begin-consent.ts';
import { disconnectAccount as disconnect } from '#lib/mail/servers/oauth/forget-grant.ts';
import type { GrantOwner } from '#lib/mail/servers/oauth/grant-owner.ts';

/** The provider's page on which the account of a server consents. */
export async function connectAccount(owner: GrantOwner) {
  return runAction((ctx) => beginConsent(ctx, known(owner)));
}

/** Forgets the connected account of a server. */
export async function disconnectAccount(owner: GrantOwner) {
  return runAction((ctx) => disconnect(ctx, known(owner)));
}

/** What a browser sends may be anything. */
function known({ direction, serverId }: GrantOwner): GrantOwner {
  return { direction: direction === 'incoming' ? 'incoming' : 'outgoing', serverId: Number(serverId) };
}
