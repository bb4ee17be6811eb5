import { describe, expect, it } from 'vitest';
import { groupCommit } from '#lib/mail/outgoing/transport/group-commit.ts';

/** Writes that end when the test says so. */
function openWrites(options: Parameters<typeof groupCommit>[1]) {
  const groups: number[][] = [];
  const ends: (() => void)[] = [];
  const commit = groupCommit(async (items: number[]) => {
    groups.push(items);
    await new Promise<void>((resolve) => ends.push(resolve));
    return items.map((item) => -item);
  }, options);
  const begun = async (count: number) => {
    while (groups.length < count) await new Promise((resolve) => setImmediate(resolve));
  };
  return { groups, commit, begun, end: () => ends.shift()?.() };
}

const forever = 2 ** 31 - 1;

describe('What many connections want written', () => {
  it('shares the write behind the one under way', async () => {
    const { groups, commit, end } = openWrites({});
    const answers = [1, 2, 3].map(commit);
    end();
    await answers[0];
    end();
    expect(await Promise.all(answers)).toEqual([-1, -2, -3]);
    expect(groups).toEqual([[1], [2, 3]]);
  });

  it('waits no longer than until as many came as last time', async () => {
    const { groups, commit, begun, end } = openWrites({ pauseMs: forever, untilAsMany: true });
    const first = [1, 2, 3].map(commit);
    end();
    await begun(2);
    end();
    await Promise.all(first);
    commit(4);
    await new Promise((resolve) => setImmediate(resolve));
    expect(groups).toEqual([[1], [2, 3]]);
    commit(5);
    await begun(3);
    expect(groups.at(-1)).toEqual([4, 5]);
  });
});
