import { describe, expect, it } from 'vitest';
import { settleAll } from '#lib/core/settle-all.ts';

describe('Works side by side', () => {
  it('answer in the order they were given, however they end', async () => {
    const works = [1, 2, 3].map(() => Promise.withResolvers<number>());
    const all = settleAll(works.map(({ promise }) => promise));
    for (const index of [2, 0, 1]) {
      works[index]?.resolve(index);
      await Promise.resolve();
    }
    expect(await all).toEqual([0, 1, 2]);
    expect(await settleAll([])).toEqual([]);
  });

  it('are waited for, also where one has failed', async () => {
    const [bad, slow] = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
    let isOver = false;
    const all = settleAll([bad.promise, slow.promise]).finally(() => {
      isOver = true;
    });
    all.catch(() => undefined);
    bad.reject(new Error('bad'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    slow.resolve(1);
    await expect(all).rejects.toThrow('bad');
  });

  it.each([
    ['the first of them', [0, 1, 2]],
    ['the last of them', [2, 1, 0]],
    ['one between', [1, 2, 0]],
  ])('throw what failed first in time: %s', async (_, order) => {
    const works = order.map(() => Promise.withResolvers<number>());
    const all = expect(settleAll(works.map(({ promise }) => promise))).rejects.toThrow(`work ${order[0]}`);
    for (const index of order) {
      works[index]?.reject(new Error(`work ${index}`));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await all;
  });

  it('fail also where what was thrown is nothing', async () => {
    await expect(settleAll([Promise.reject(undefined)])).rejects.toBe(undefined);
  });
});
