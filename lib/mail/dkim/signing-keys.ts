import { createPrivateKey } from 'node:crypto';
import { decryptSecret } from '#lib/core/crypto.ts';
import { messageOf } from '#lib/core/errors.ts';
import type { Db } from '#lib/db/client.ts';
import type { Ctx } from '#lib/db/context.ts';
import { domainOf, normaliseDomain, parseAddress } from '#lib/mail/message/address.ts';
import type { SigningKey } from './sign-mail.ts';
import { selectActiveKeys, touchDkimKeys } from './store.ts';

/** How long keys are kept in memory: a key changed in another process signs, or stops, within this time. */
const keptMs = 30_000;
/** How precise "last used" is. */
const noteEveryMs = 60_000;

/** The active keys of a domain, or why they cannot be used: then its mails wait, they never leave unsigned. */
export type DomainKeys = { ok: true; keys: SigningKey[] } | { ok: false; reason: string };

/** The active keys by domain; empty where nothing is to be signed. */
export type SigningKeys = Map<string, DomainKeys>;

interface Kept {
  loadedAt: number;
  keys: Promise<SigningKeys>;
}

const kept = new WeakMap<Db, Kept>();
const notedAt = new Map<number, number>();

/** The keys that sign now; asks the database at most every 30 seconds. */
export async function loadSigningKeys(ctx: Ctx): Promise<SigningKeys> {
  const now = Date.now();
  const known = kept.get(ctx.db);
  if (known && now - known.loadedAt < keptMs) return known.keys;
  const keys = readKeys(ctx);
  kept.set(ctx.db, { loadedAt: now, keys });
  keys.catch(() => kept.delete(ctx.db));
  return keys;
}

/** Makes this process look again: a key was made, changed or deleted here. */
export function forgetSigningKeys(ctx: Ctx): void {
  kept.delete(ctx.db);
}

/** What signs a mail with this From; no keys where its domain has none. */
export function keysForFrom(signing: SigningKeys, headerFrom: string): DomainKeys {
  const none: DomainKeys = { ok: true, keys: [] };
  if (signing.size === 0) return none;
  const address = parseAddress(headerFrom)?.address ?? '';
  return signing.get(normaliseDomain(domainOf(address))) ?? none;
}

/** Notes that keys have signed, at most once a minute each. */
export async function noteKeyUse(ctx: Ctx, keys: SigningKey[]): Promise<void> {
  const now = Date.now();
  const due = keys.map(({ id }) => id).filter((id) => now - (notedAt.get(id) ?? 0) >= noteEveryMs);
  if (due.length === 0) return;
  for (const id of due) notedAt.set(id, now);
  await touchDkimKeys(ctx.db, due, ctx.now());
}

async function readKeys(ctx: Ctx): Promise<SigningKeys> {
  const rows = await selectActiveKeys(ctx.db);
  const signing: SigningKeys = new Map();
  for (const [domain, keys] of Map.groupBy(rows, (row) => row.domain)) signing.set(domain, openKeys(ctx, keys));
  return signing;
}

type SealedKey = Awaited<ReturnType<typeof selectActiveKeys>>[number];

function openKeys(ctx: Ctx, rows: SealedKey[]): DomainKeys {
  const keys: SigningKey[] = [];
  for (const { privateKeySealed, ...row } of rows) {
    try {
      const privateKey = createPrivateKey(decryptSecret(ctx.env.appSecret, privateKeySealed));
      const expected = row.algorithm === 'ed25519' ? 'ed25519' : 'rsa';
      if (privateKey.asymmetricKeyType !== expected) throw new Error(`it is not an ${expected} key`);
      keys.push({ ...row, privateKey });
    } catch (error) {
      ctx.log.error(
        { domain: row.domain, selector: row.selector, reason: messageOf(error) },
        'a signing key is unusable',
      );
      return { ok: false, reason: unusableWords(row) };
    }
  }
  return { ok: true, keys };
}

function unusableWords({ domain, selector }: { domain: string; selector: string }): string {
  return `The signing key ${selector} of ${domain} cannot be read, so mails From ${domain} would leave unsigned: they wait. It was sealed under another APP_SECRET, or was damaged. Make a new key for the domain, publish its record, and deactivate this one.`;
}
