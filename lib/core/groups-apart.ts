/**
 * Splits items into groups so that within a group no two change the same thing, and none looks at what an earlier one
 * changes. Of two that do, the later one stands in a later group; otherwise the order stays. Who looks first need not see
 * what comes later.
 * @param changesOf names of what an item changes
 * @param seesOf names of what it only looks at
 */
export function groupsApart<Item>(
  items: Item[],
  changesOf: (item: Item) => Iterable<string>,
  seesOf: (item: Item) => Iterable<string> = () => [],
): Item[][] {
  const groups: Item[][] = [];
  /** The first group that comes after all changes of a thing. */
  const free = new Map<string, number>();
  for (const item of items) {
    const changes = [...changesOf(item)];
    const place = Math.max(0, ...[...changes, ...seesOf(item)].map((name) => free.get(name) ?? 0));
    for (const name of changes) free.set(name, place + 1);
    const group = groups[place] ?? [];
    group.push(item);
    groups[place] = group;
  }
  return groups;
}
