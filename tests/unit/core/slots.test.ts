import { describe, expect, it } from 'vitest';
import { slots } from '#lib/core/slots.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A room that notes who is let in. */
function room(count: number) {
  const { enter } = slots(count);
  const inside: string[] = [];
  const leaves = new Map<string, () => void>();
  const come = async (...names: string[]) => {
    for (const name of names) {
      void enter().then((leave) => {
        inside.push(name);
        leaves.set(name, leave);
      });
    }
    await settle();
  };
  const leave = async (name: string) => {
    leaves.get(name)?.();
    await settle();
  };
  return { inside, come, leave };
}

describe('A room with two places', () => {
  it('lets two in, and the others in the order of asking as those leave', async () => {
    const { inside, come, leave } = room(2);
    await come('a', 'b', 'c', 'd');
    expect(inside).toEqual(['a', 'b']);
    await leave('b');
    expect(inside).toEqual(['a', 'b', 'c']);
    await leave('c');
    expect(inside).toEqual(['a', 'b', 'c', 'd']);
  });

  it('counts once who leaves twice, whether others wait or not', async () => {
    const { inside, come, leave } = room(2);
    await come('a', 'b', 'c', 'd');
    await leave('a');
    await leave('a');
    expect(inside).toEqual(['a', 'b', 'c']);
    for (const name of ['b', 'c', 'd', 'd', 'c']) await leave(name);
    await come('e', 'f', 'g');
    expect(inside).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('gives a place that was left to who waits, not to who comes at that moment', async () => {
    const { enter } = slots(1);
    const leave = await enter();
    const inside: string[] = [];
    void enter().then(() => inside.push('waited'));
    leave();
    void enter().then(() => inside.push('came'));
    await settle();
    expect(inside).toEqual(['waited']);
  });

  it('answers what is worked in its places, which are left also where the work fails', async () => {
    const { run } = slots(2);
    const works = new Map<string, PromiseWithResolvers<string>>();
    const work = (name: string) =>
      run(() => {
        works.set(name, Promise.withResolvers());
        return works.get(name)?.promise ?? Promise.resolve('');
      });
    const [a, bad, c, d] = ['a', 'bad', 'c', 'd'].map(work);
    await settle();
    expect([...works.keys()]).toEqual(['a', 'bad']);
    works.get('bad')?.reject(new Error('bad'));
    await expect(bad).rejects.toThrow('bad');
    await settle();
    expect([...works.keys()]).toEqual(['a', 'bad', 'c']);
    works.get('a')?.resolve('A');
    await settle();
    for (const name of ['c', 'd']) works.get(name)?.resolve(name.toUpperCase());
    expect(await Promise.all([a, c, d])).toEqual(['A', 'C', 'D']);
  });
});
