import type { QuotaUnit } from '#lib/core/enumerations.ts';
import { isBulk } from '#lib/mail/outgoing/queue/lanes.ts';
import type { Quota, QuotaWindow } from '#lib/mail/outgoing/quota/quota-windows.ts';

/** A window and how many places of it are taken. */
export interface CountedWindow extends QuotaWindow {
  used: number;
}

/**
 * How many places of a window mail of a lane may fill: bulk leaves the last tenth to people. The daily limit of the
 * default server knows no such difference.
 * @returns Infinity where nothing is limited
 */
export function placesFor(quota: Quota, unit: QuotaUnit, lane: number): number {
  const limit = unit === 'minute' ? quota.perMinute : quota.perDay;
  if (limit === null) return Number.POSITIVE_INFINITY;
  return quota.serverId !== 0 && isBulk(lane) ? limit - Math.floor(limit / 10) : limit;
}

export interface SharedPlaces<T> {
  granted: T[];
  /** `blockedBy`: the window without a place that ends last. */
  denied: { item: T; blockedBy: QuotaWindow }[];
}

/** Gives out the free places of windows in the order of the items; each needs one in every window. */
export function sharePlaces<T extends { lane: number }>(
  quota: Quota,
  windows: CountedWindow[],
  items: T[],
): SharedPlaces<T> {
  const shared: SharedPlaces<T> = { granted: [], denied: [] };
  for (const item of items) {
    const taken = shared.granted.length;
    const full = windows.filter(({ unit, used }) => used + taken >= placesFor(quota, unit, item.lane));
    const blockedBy = full.toSorted((a, b) => b.end.getTime() - a.end.getTime())[0];
    if (blockedBy) shared.denied.push({ item, blockedBy });
    else shared.granted.push(item);
  }
  return shared;
}
