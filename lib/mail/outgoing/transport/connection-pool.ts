import { sha256 } from '#lib/core/crypto.ts';
import type { Ctx } from '#lib/db/context.ts';
import { type OpenConnection, type Opened, openConnection } from '#lib/mail/outgoing/transport/open-connection.ts';
import type { SmtpSettings } from '#lib/mail/servers/smtp-settings.ts';

/** Long enough for the next batch, shorter than any server's own patience. */
const idleMs = 4_000;
/** Servers tire of endless sessions; a new one also finds a server's new address. */
const transactionsPerConnection = 100;

/** The connections to one server, with one set of settings. */
interface Lane {
  idle: { connection: OpenConnection; timer: NodeJS.Timeout }[];
  busy: number;
  waiting: (() => void)[];
}

const lanes = new Map<string, Lane>();

/** A connection on loan. */
export interface Loan {
  connection: OpenConnection;
  /** It has carried mail before: the server may have closed it in the meantime. */
  reused: boolean;
  /** Gives it back; `usable` false closes it. */
  done(usable: boolean): void;
}

/**
 * A connection to a server: an idle one, else a new one, else the next that comes free. At most `concurrency` are open
 * for one server in this process.
 * @returns null when `mayGo` said no, or `signal` was aborted while it waited
 */
export async function borrowConnection(
  ctx: Ctx,
  settings: SmtpSettings,
  { fresh = false, mayGo = async () => true, signal }: BorrowOptions = {},
): Promise<{ ok: true; loan: Loan } | Extract<Opened, { ok: false }> | null> {
  const lane = laneOf(settings);
  if (!(await takeSlot(lane, settings.concurrency, signal))) return null;
  try {
    if (!(await mayGo())) return giveUp(lane, null);
    const idle = fresh ? undefined : takeIdle(lane);
    if (idle) return { ok: true, loan: lend(lane, idle, true) };
    const opened = await openConnection(ctx, settings);
    return opened.ok ? { ok: true, loan: lend(lane, opened.connection, false) } : giveUp(lane, opened);
  } catch (error) {
    freeSlot(lane);
    throw error;
  }
}

function giveUp<T>(lane: Lane, answer: T): T {
  freeSlot(lane);
  return answer;
}

export interface BorrowOptions {
  /** Never an idle connection. */
  fresh?: boolean;
  /** Asked when it is this borrower's turn; false: it does not want a connection any more. */
  mayGo?: () => Promise<boolean>;
  /** Ends the waiting for a free connection. */
  signal?: AbortSignal | undefined;
}

/** Closes what nobody uses, at the end of a process. */
export function closeIdleConnections(): void {
  for (const lane of lanes.values()) for (let next = takeIdle(lane); next; next = takeIdle(lane)) next.smtp.close();
}

/** Other settings are another server: a changed password must not use a connection of the old one. */
function laneOf(settings: SmtpSettings): Lane {
  const key = sha256(
    JSON.stringify([settings.serverId, settings.host, settings.port, settings.encryption, settings.login]),
  );
  const lane = lanes.get(key) ?? { idle: [], busy: 0, waiting: [] };
  lanes.set(key, lane);
  return lane;
}

async function takeSlot(lane: Lane, concurrency: number, signal: AbortSignal | undefined): Promise<boolean> {
  // Woken in turn, but somebody who did not wait may have been faster: look again.
  while (lane.busy >= concurrency) {
    if (signal?.aborted) return false;
    await waitForSlot(lane, signal);
  }
  if (signal?.aborted) {
    lane.waiting.shift()?.();
    return false;
  }
  lane.busy += 1;
  return true;
}

function waitForSlot(lane: Lane, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      signal?.removeEventListener('abort', leave);
      resolve();
    };
    const leave = () => {
      lane.waiting = lane.waiting.filter((other) => other !== wake);
      resolve();
    };
    signal?.addEventListener('abort', leave, { once: true });
    lane.waiting.push(wake);
  });
}

function freeSlot(lane: Lane): void {
  lane.busy -= 1;
  lane.waiting.shift()?.();
}

function takeIdle(lane: Lane): OpenConnection | undefined {
  for (let entry = lane.idle.pop(); entry; entry = lane.idle.pop()) {
    clearTimeout(entry.timer);
    const socket = entry.connection.smtp._socket;
    if (socket && !socket.destroyed && socket.writable) {
      socket.ref();
      return entry.connection;
    }
  }
  return undefined;
}

function lend(lane: Lane, connection: OpenConnection, reused: boolean): Loan {
  let returned = false;
  const done = (usable: boolean) => {
    if (returned) return;
    returned = true;
    connection.used += 1;
    if (usable && connection.used < transactionsPerConnection) keep(lane, connection);
    else if (usable) connection.smtp.quit();
    else connection.smtp.close();
    freeSlot(lane);
  };
  return { connection, reused, done };
}

function keep(lane: Lane, connection: OpenConnection): void {
  const socket = connection.smtp._socket;
  if (!socket || socket.destroyed) return;
  const timer = setTimeout(() => {
    lane.idle = lane.idle.filter((entry) => entry.connection !== connection);
    connection.smtp.quit();
  }, idleMs);
  // An idle connection must not keep a process alive that wants to end.
  timer.unref();
  socket.unref();
  lane.idle.push({ connection, timer });
}
