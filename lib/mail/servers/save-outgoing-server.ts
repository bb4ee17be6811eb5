import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { probeServerNow } from '#lib/mail/outgoing/verdict/record-server-health.ts';
import { assertPortAllowed } from './assert-port-allowed.ts';
import { assertHostAllowed } from './check-egress.ts';
import { completeOauth, signsInElsewhere } from './oauth/complete-oauth.ts';
import { forgetGrant } from './oauth/forget-grant.ts';
import {
  type CreateOutgoingServerInput,
  createOutgoingServerSchema,
  type OutgoingServerItem,
  type UpdateOutgoingServerInput,
  updateOutgoingServerSchema,
} from './outgoing-server-schema.ts';
import { readOutgoingServer } from './read-outgoing-server.ts';
import { assertSecretStaysHome, sealServerSecret } from './server-secret.ts';
import { assertServerUnused } from './server-uses.ts';
import { insertOutgoingServer, updateOutgoingServer } from './store.ts';
import { usualPort } from './usual-ports.ts';

/**
 * Creates an outgoing server, or with `id` changes the fields given; `active: false` archives it. Mail that waits for it
 * tries it at once. Administrators only.
 * @throws AppError `invalid`, `not_found`, `in_use` when it may not be archived
 */
export async function saveOutgoingServer(
  ctx: Ctx,
  input: (CreateOutgoingServerInput & { id?: undefined }) | (UpdateOutgoingServerInput & { id: number }),
): Promise<OutgoingServerItem> {
  requireAdministrator(ctx.actor);
  const { id, ...given } = input;
  const { password: typed, ...wanted } = parseInput(
    id === undefined ? createOutgoingServerSchema : updateOutgoingServerSchema,
    given,
  );
  if (wanted.host !== undefined) await assertHostUsable(ctx, wanted.host);
  return inTransaction(ctx, async (tx) => {
    const before = id === undefined ? null : await readOutgoingServer(tx, id);
    const values = completeOauth(tx, 'smtp', before, wanted);
    // A server signs in with a password or with a connected account, never with whichever is at hand.
    const password = (values.authentication ?? before?.authentication) === 'oauth2' ? null : typed;
    assertSecretStaysHome(before, { host: values.host, password });
    if (before?.active && values.active === false) await assertServerUnused(tx, before);
    assertComplete(
      { ...before, ...values },
      password !== undefined ? Boolean(password) : Boolean(before?.passwordSetAt),
    );
    const savedId = await write(tx, before, { ...values, ...secretOf(tx, password) });
    if (before && signsInElsewhere(before, values))
      await forgetGrant(tx, { direction: 'outgoing', serverId: before.id });
    const after = await readOutgoingServer(tx, savedId);
    await assertPortAllowed(tx, after);
    await probeServerNow(tx, savedId);
    const action = before ? 'outgoing-server.update' : 'outgoing-server.create';
    const facts = { after: { ...after, password: password ?? null }, ...(before ? { before: { ...before } } : {}) };
    await recordAudit(tx, { action, targetType: 'outgoing-server', targetId: savedId, ...facts });
    await publishEvent(tx.db, { topic: 'servers' });
    return after;
  });
}

/** A name that cannot be resolved just now may be saved: the test says so. A denied network may not. */
async function assertHostUsable(ctx: Ctx, host: string): Promise<void> {
  try {
    await assertHostAllowed(ctx, host);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
  }
}

function assertComplete(server: { authentication?: string; username?: string | null }, hasPassword: boolean): void {
  const signsIn = (server.authentication ?? 'login') === 'login' && Boolean(server.username);
  if (signsIn && !hasPassword) throw invalidField('password', 'Enter the password that belongs to the user name.');
}

type Values = Parameters<typeof updateOutgoingServer>[2];

async function write(ctx: Ctx, before: OutgoingServerItem | null, values: Values): Promise<number> {
  if (before) {
    await updateOutgoingServer(ctx.db, before.id, { ...values, updatedAt: ctx.now() });
    return before.id;
  }
  const { name = '', host = '', encryption = 'starttls_strict' } = values;
  return insertOutgoingServer(ctx.db, {
    ...values,
    name,
    host,
    encryption,
    port: values.port ?? usualPort(encryption),
  });
}

function secretOf(ctx: Ctx, password: string | null | undefined): Values {
  if (password === undefined) return {};
  if (!password) return { passwordSealed: null, passwordSetAt: null };
  return { passwordSealed: sealServerSecret(ctx, password), passwordSetAt: ctx.now() };
}
