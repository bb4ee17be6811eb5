import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupsApart } from '#lib/core/groups-apart.ts';

/** The small letters of a name are what it changes, the large ones what it looks at. */
const changesOf = (name: string) => name.match(/[a-z]/g) ?? [];
const seesOf = (name: string) => (name.match(/[A-Z]/g) ?? []).map((letter) => letter.toLowerCase());

it.each([
  ['nothing', '', ''],
  ['those that have nothing in common', 'a1 b1 c1', 'a1 b1 c1'],
  ['two that change the same', 'a1 a2 b1', 'a1 b1 | a2'],
  ['one that names it twice', 'aa1 b1 a2', 'aa1 b1 | a2'],
  ['those that change nothing', '1 2 3', '1 2 3'],
  ['a chain', 'ab1 bc1 cd1', 'ab1 | bc1 | cd1'],
  ['those that have something in common with one only', 'ab1 a2 b2 c1', 'ab1 c1 | a2 b2'],
  ['one behind two that wait already', 'a1 a2 b1 ab3', 'a1 b1 | a2 | ab3'],
  ['one that could go earlier but for one thing', 'a1 a2 ab3 b4', 'a1 | a2 | ab3 | b4'],
  ['those that look at what another changes', 'a1 A2 b1 A3', 'a1 b1 | A2 A3'],
  ['those that look at what nobody changes', 'A1 A2 b1', 'A1 A2 b1'],
  ['one that changes what it looks at', 'aA1 aA2', 'aA1 | aA2'],
  ['one that changes what waits for a look', 'a1 Ab2 b3 B4', 'a1 | Ab2 | b3 | B4'],
])('sets apart %s', (_, names, groups) => {
  const apart = groupsApart(names.split(' ').filter(Boolean), changesOf, seesOf);
  expect(apart.map((group) => group.join(' ')).join(' | ')).toBe(groups);
});

it('puts each behind the earlier ones that change what concerns it, holds back nothing else and loses nothing', () => {
  const names = fc.array(fc.constantFrom(...'abcdef'), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(fc.record({ changes: names, sees: names }), { maxLength: 30 }), (given) => {
      const items = given.map((one, place) => ({ ...one, place }));
      const groups = groupsApart(
        items,
        ({ changes }) => changes,
        ({ sees }) => sees,
      );
      const groupOf = new Map(groups.flatMap((group, index) => group.map((item) => [item, index] as const)));
      expect(groups.flat()).toHaveLength(items.length);
      expect(groupOf.size).toBe(items.length);
      for (const item of items) {
        const concerned = new Set([...item.changes, ...item.sees]);
        const before = items.slice(0, item.place).filter(({ changes }) => changes.some((name) => concerned.has(name)));
        const last = Math.max(-1, ...before.map((other) => groupOf.get(other) ?? 0));
        expect(groupOf.get(item)).toBe(last + 1);
      }
      for (const group of groups) {
        const changed = group.flatMap(({ changes }) => [...new Set(changes)]);
        expect(new Set(changed).size).toBe(changed.length);
        const places = group.map(({ place }) => place);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }
    }),
  );
});
