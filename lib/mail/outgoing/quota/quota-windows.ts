import type { QuotaUnit } from '#lib/core/enumerations.ts';

/** How much a server takes. Null: as much as comes. */
export interface Quota {
  /** 0 is the default server: its quota is the daily limit. */
  serverId: number;
  serverName: string;
  perMinute: number | null;
  perDay: number | null;
}

/** A minute or a day of one server; `end` is the start of the next one. */
export interface QuotaWindow {
  unit: QuotaUnit;
  start: Date;
  end: Date;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A day of the default server begins at 23:00 UTC, one of an own server at midnight UTC. */
const defaultDayBeginsMs = 23 * 3_600_000;
/**
 * A place taken so shortly before the end of a window counts in the next one too: the final dot may be under way while
 * the window ends, and nobody knows in which one the server sees it.
 */
export const edgeMs = 3000;
/** What is left of that once the intent is committed: the time the dot may take to the server. */
export const transitMs = edgeMs / 2;

/** The minute or day of a server that a moment lies in, in UTC. */
export function windowAt(serverId: number, unit: QuotaUnit, at: Date): QuotaWindow {
  const length = unit === 'minute' ? minuteMs : dayMs;
  const offset = unit === 'day' && serverId === 0 ? defaultDayBeginsMs : 0;
  const start = Math.floor((at.getTime() - offset) / length) * length + offset;
  return { unit, start: new Date(start), end: new Date(start + length) };
}

/**
 * Every window in which a place taken at a moment counts, in the order they are locked. Both units count whatever limits
 * the server has just now, so that places are given back right when a limit was set or taken away meanwhile. The daily
 * limit of the default server is our own count: there a place belongs to the day it was taken in and to no other.
 */
export function windowsHeld(serverId: number, takenAt: Date): QuotaWindow[] {
  if (serverId === 0) return [windowAt(0, 'day', takenAt)];
  return (['day', 'minute'] as const).flatMap((unit) => windowsBetween(serverId, unit, takenAt, edgeMs));
}

/** Whether a place taken at `takenAt` still counts for a mail that leaves at `at` and takes up to `slackMs`. */
export function stillCounts(serverId: number, takenAt: Date, at: Date, slackMs: number): boolean {
  if (serverId === 0) return true;
  const held = new Set(windowsHeld(serverId, takenAt).map(windowKey));
  const needed = (['day', 'minute'] as const).flatMap((unit) => windowsBetween(serverId, unit, at, slackMs));
  return needed.every((window) => held.has(windowKey(window)));
}

function windowsBetween(serverId: number, unit: QuotaUnit, from: Date, ms: number): QuotaWindow[] {
  const first = windowAt(serverId, unit, from);
  const last = windowAt(serverId, unit, new Date(from.getTime() + ms));
  return first.start.getTime() === last.start.getTime() ? [first] : [first, last];
}

/** Tells windows of one server apart. */
export function windowKey({ unit, start }: Pick<QuotaWindow, 'unit' | 'start'>): string {
  return `${unit} ${start.getTime()}`;
}
