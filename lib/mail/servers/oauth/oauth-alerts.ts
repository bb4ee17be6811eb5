import { openAlert } from '#lib/alerts/open-alert.ts';
import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import type { OauthProvider } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { OauthExplanation } from './explain-oauth-error.ts';
import { type GrantOwner, pageOf } from './grant-owner.ts';
import { oauthProviderFacts } from './providers.ts';
import { selectMailAccount } from './store.ts';

const endedAlert = 'oauth-grant-ended';
const endingAlert = 'oauth-grant-ending';

const keyOf = ({ direction, serverId }: GrantOwner) => `${direction} ${serverId}`;

/** Tells the administrators that a sign-in does not work any more and what mends it. */
export async function alertGrantEnded(
  ctx: Ctx,
  owner: GrantOwner,
  provider: OauthProvider,
  { kind, words }: Pick<OauthExplanation, 'kind' | 'words'>,
): Promise<void> {
  const { name } = oauthProviderFacts[provider];
  const what = kind === 'settings' ? `the registration with ${name} does not work` : `sign in again at ${name}`;
  await resolveAlert(ctx, endingAlert, keyOf(owner));
  await openAlert(ctx, {
    kind: endedAlert,
    key: keyOf(owner),
    severity: 'error',
    title: `${await nameOf(ctx, owner)}: ${what}`,
    detail: `${words} Until then its mail waits; nothing is lost.`,
    link: pageOf(owner),
  });
}

/** Warns before a sign-in stops working. */
export async function alertGrantEnding(ctx: Ctx, owner: GrantOwner, words: string): Promise<void> {
  await openAlert(ctx, {
    kind: endingAlert,
    key: keyOf(owner),
    severity: 'warning',
    title: `${await nameOf(ctx, owner)}: the sign-in is about to expire`,
    detail: words,
    link: pageOf(owner),
  });
}

/** All is well with a sign-in again, or it is not wanted any more. */
export async function resolveGrantAlerts(ctx: Ctx, owner: GrantOwner): Promise<void> {
  await resolveAlert(ctx, endedAlert, keyOf(owner));
  await resolveAlert(ctx, endingAlert, keyOf(owner));
}

async function nameOf(ctx: Ctx, owner: GrantOwner): Promise<string> {
  return (await selectMailAccount(ctx.db, owner))?.name ?? 'A mail server';
}
