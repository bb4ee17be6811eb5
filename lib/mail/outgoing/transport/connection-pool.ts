import { sha256 } from '#lib/core/crypto.ts';
import type { Ctx } from '#lib/db/context.ts';
import { isDirect } from '#lib/mail/outgoing/queue/lanes.ts';
import { type ConnectionLimits, shareOf } from '#lib/mail/outgoing/transport/load-connection-limits.ts';
import { type OpenConnection, type Opened, openConnection } from '#lib/mail/outgoing/transport/open-connection.ts';
import { openSlots, type Slots } from '#lib/mail/outgoing/transport/slots.ts';
import type { SmtpSettings } from '#lib/mail/servers/smtp-settings.ts';

/** Long enough for the next batch, shorter than any server's own patience. */
const idleMs = 4_000;

/** The connections to one server, with one set of settings. */
interface Outlet {
  idle: { connection: OpenConnection; timer: NodeJS.Timeout }[];
  slots: Slots;
}

const outlets = new Map<string, Outlet>();

/** A connection on loan. */
export interface Loan {
  connection: OpenConnection;
  /** It has carried mail before: the server may have closed it in the meantime. */
  reused: boolean;
  /** Gives it back; `usable` false closes it. */
  done(usable: boolean): void;
}

export interface BorrowOptions {
  /** Of the mail: direct mail goes first. */
  lane: number;
  limits: ConnectionLimits;
  /** Never an idle connection. */
  fresh?: boolean;
  /** Asked when it is this borrower's turn; false: it does not want a connection any more. */
  mayGo?: () => Promise<boolean>;
  /** Ends the waiting for a free connection. */
  signal?: AbortSignal | undefined;
}

/**
 * A connection to a server: an idle one, else a new one, else the next that comes free. This process opens its share of
 * the server's concurrency at most, and leaves some of it to direct mail.
 * @returns null when `mayGo` said no, or `signal` was aborted while it waited
 */
export async function borrowConnection(
  ctx: Ctx,
  settings: SmtpSettings,
  { lane, limits, fresh = false, mayGo, signal }: BorrowOptions,
): Promise<{ ok: true; loan: Loan } | Extract<Opened, { ok: false }> | null> {
  const outlet = outletOf(settings);
  const place = { limit: shareOf(settings.concurrency, limits), direct: isDirect(lane) };
  if (!(await outlet.slots.take({ ...place, signal }))) return null;
  const giveUp = <T>(answer: T): T => {
    outlet.slots.free(place.direct);
    return answer;
  };
  try {
    if (mayGo && !(await mayGo())) return giveUp(null);
    if (fresh) closeIdle(outlet);
    const idle = takeIdle(outlet);
    const opened = idle ? { ok: true as const, connection: idle } : await openConnection(ctx, settings);
    if (!opened.ok) return giveUp(opened);
    const terms = { most: limits.mailsPerConnection, direct: place.direct };
    return { ok: true, loan: lend(outlet, opened.connection, terms) };
  } catch (error) {
    throw giveUp(error);
  }
}

/** Closes what nobody uses, at the end of a process. */
export function closeIdleConnections(): void {
  for (const outlet of outlets.values()) closeIdle(outlet);
}

function closeIdle(outlet: Outlet): void {
  for (let next = takeIdle(outlet); next; next = takeIdle(outlet)) next.session.close();
}

const keys = new WeakMap<SmtpSettings, string>();

/** Other settings are another server: a changed password must not use a connection of the old one. */
function outletOf(settings: SmtpSettings): Outlet {
  const { serverId, host, port, encryption, login } = settings;
  const key = keys.get(settings) ?? sha256(JSON.stringify([serverId, host, port, encryption, login]));
  keys.set(settings, key);
  const outlet = outlets.get(key) ?? { idle: [], slots: openSlots() };
  outlets.set(key, outlet);
  return outlet;
}

function takeIdle(outlet: Outlet): OpenConnection | undefined {
  for (let entry = outlet.idle.pop(); entry; entry = outlet.idle.pop()) {
    clearTimeout(entry.timer);
    const { session } = entry.connection;
    if (session.isIdle()) {
      session.socket.ref();
      return entry.connection;
    }
    session.close();
  }
  return undefined;
}

function lend(outlet: Outlet, connection: OpenConnection, terms: { most: number; direct: boolean }): Loan {
  let returned = false;
  const done = (usable: boolean) => {
    if (returned) return;
    returned = true;
    connection.used += 1;
    if (usable && connection.used < terms.most) keep(outlet, connection);
    else if (usable) connection.session.quit();
    else connection.session.close();
    outlet.slots.free(terms.direct);
  };
  return { connection, reused: connection.used > 0, done };
}

function keep(outlet: Outlet, connection: OpenConnection): void {
  const timer = setTimeout(() => {
    outlet.idle = outlet.idle.filter((entry) => entry.connection !== connection);
    connection.session.quit();
  }, idleMs);
  // An idle connection must not keep a process alive that wants to end.
  timer.unref();
  connection.session.socket.unref();
  outlet.idle.push({ connection, timer });
}
