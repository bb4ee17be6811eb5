import { recordAudit } from '#lib/audit/record-audit.ts';
import { requireAdministrator } from '#lib/auth/permissions.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import { parseInput } from '#lib/core/parse-input.ts';
import type { Ctx } from '#lib/db/context.ts';
import { publishEvent } from '#lib/db/publish-event.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { isValidAddress } from '#lib/mail/message/address.ts';
import { assertHostAllowed } from './check-egress.ts';
import {
  type CreateIncomingServerInput,
  createIncomingServerSchema,
  type IncomingServerItem,
  type UpdateIncomingServerInput,
  updateIncomingServerSchema,
} from './incoming-server-schema.ts';
import {
  deletePop3Books,
  type IncomingServerRow,
  type IncomingServerValues,
  insertIncomingServer,
  loadIncomingServer,
  updateIncomingServer,
} from './load-incoming-servers.ts';
import { completeOauth, signsInElsewhere } from './oauth/complete-oauth.ts';
import { forgetGrant } from './oauth/forget-grant.ts';
import { readIncomingServer } from './read-incoming-server.ts';
import { assertSecretStaysHome, sealServerSecret } from './server-secret.ts';
import { usualIncomingPort } from './usual-ports.ts';

/** What decides whether the connection still works: changing it asks for a new Test & Confirm. */
const connection = [
  'type',
  'host',
  'port',
  'encryption',
  'authentication',
  'oauthProvider',
  'username',
  'folder',
] as const;

/**
 * Creates an incoming server, or with `id` changes the fields given. A change of the connection sets it back to draft.
 * Administrators only.
 * @throws AppError `not_found`, `invalid`
 */
export async function saveIncomingServer(
  ctx: Ctx,
  input: (CreateIncomingServerInput & { id?: undefined }) | (UpdateIncomingServerInput & { id: number }),
): Promise<IncomingServerItem> {
  requireAdministrator(ctx.actor);
  const { id: given, ...fields } = input;
  const parsed = parseInput(given === undefined ? createIncomingServerSchema : updateIncomingServerSchema, fields);
  const before = given === undefined ? null : await loadIncomingServer(ctx.db, given);
  if (given !== undefined && !before) throw new AppError('not_found', `There is no incoming server ${given}.`);
  const { password: typed, ...values } = parsed;
  assertTypeKept(before, values.type);
  const type = values.type ?? before?.type ?? 'imap';
  const wanted = completeOauth(ctx, type === 'push' ? null : type, before, completed(values, before));
  // A mailbox is opened with a password or with a connected account, never with whichever is at hand.
  const password = (wanted.authentication ?? before?.authentication) === 'oauth2' ? null : typed;
  assertSecretStaysHome(before, { host: wanted.host, password });
  await check(ctx, { ...before, ...wanted });
  const secret = password === undefined ? {} : sealed(ctx, password);
  return inTransaction(ctx, async (tx) => {
    const state = needsConfirmation(before, wanted, password) ? { state: 'draft' as const } : {};
    const changes = { ...wanted, ...secret, ...state };
    const id = before?.id ?? (await insertIncomingServer(tx.db, { ...changes, name: wanted.name ?? '' }));
    if (before) await updateIncomingServer(tx.db, id, changes);
    if (before && isAnotherMailbox(before, wanted)) await deletePop3Books(tx.db, id);
    if (before && signsInElsewhere(before, wanted)) await forgetGrant(tx, { direction: 'incoming', serverId: id });
    const after = await readIncomingServer(tx, id);
    await recordAudit(tx, {
      action: before ? 'incoming-server.update' : 'incoming-server.create',
      targetType: 'incoming-server',
      targetId: id,
      before: before ? { ...before } : undefined,
      after: { ...after },
    });
    await publishEvent(tx.db, { topic: 'servers' });
    return after;
  });
}

/** The books of a mailbox are kept by its protocol. @throws AppError `invalid` on `type` */
function assertTypeKept(before: IncomingServerRow | null, type: IncomingServerRow['type'] | undefined): void {
  if (before?.state !== 'confirmed' || type === undefined || type === before.type) return;
  throw invalidField('type', 'The type of a confirmed server is fixed. Reset its confirmation first.');
}

/** A new server gets the usual port, and its user name as address where it is one. */
function completed(values: IncomingServerValues, before: IncomingServerRow | null): IncomingServerValues {
  if (before) return values;
  const port = values.port ?? usualIncomingPort(values.type ?? 'imap', values.encryption ?? 'tls_strict');
  const name = values.username?.toLowerCase() ?? '';
  const address = values.address === undefined && isValidAddress(name) ? name : values.address;
  return { ...values, port: values.type === 'push' ? (values.port ?? null) : port, address };
}

async function check(ctx: Ctx, server: IncomingServerValues): Promise<void> {
  if (server.type === 'push') return;
  if (!server.host) throw invalidField('host', 'Enter the host name of the mail server.');
  if (!server.username) throw invalidField('username', 'Enter the user name of the mailbox.');
  try {
    await assertHostAllowed(ctx, server.host);
  } catch (error) {
    // A name that has no address today may be saved; testing it will say so. A denied network may not.
    if (error instanceof AppError && error.code === 'unavailable') return;
    throw error;
  }
}

function sealed(ctx: Ctx, password: string | null): IncomingServerValues {
  if (!password) return { passwordSealed: null, passwordSetAt: null };
  return { passwordSealed: sealServerSecret(ctx, password), passwordSetAt: ctx.now() };
}

/** Names of mails (UIDL) say nothing in another mailbox. */
function isAnotherMailbox(before: IncomingServerRow, wanted: IncomingServerValues): boolean {
  return (['type', 'host', 'username'] as const).some(
    (name) => wanted[name] !== undefined && wanted[name]?.toLowerCase() !== before[name]?.toLowerCase(),
  );
}

function needsConfirmation(
  before: IncomingServerRow | null,
  wanted: IncomingServerValues,
  password: string | null | undefined,
): boolean {
  if (!before) return false;
  return (
    Boolean(password) ||
    (password === null && before.passwordSetAt !== null) ||
    connection.some((name) => wanted[name] !== undefined && wanted[name] !== before[name])
  );
}
