/**
 * Splits items into groups so that within a group no two have a key in common. Of two that have, the later one stands in
 * a later group; otherwise the order stays.
 */
export function groupsApart<Item>(items: Item[], keysOf: (item: Item) => Iterable<string>): Item[][] {
  const groups: Item[][] = [];
  /** The first group that is free for a key. */
  const free = new Map<string, number>();
  for (const item of items) {
    const keys = [...keysOf(item)];
    const place = Math.max(0, ...keys.map((key) => free.get(key) ?? 0));
    for (const key of keys) free.set(key, place + 1);
    const group = groups[place] ?? [];
    group.push(item);
    groups[place] = group;
  }
  return groups;
}
