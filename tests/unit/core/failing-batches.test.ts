import { describe, expect, it } from 'vitest';
import { holdClock, listen, openDesk, pass, settle } from './open-desk.ts';

holdClock();

describe('A batch that fails', () => {
  it('is done each by itself, and only the bad one hears its error', async () => {
    const { begun, ask, end } = openDesk();
    const heard = listen([ask('a'), ask('bad'), ask('c')]);
    await settle();
    await end('a bad c');
    expect(heard).toEqual([]);
    await end('a', 'bad', 'c');
    expect(begun).toEqual(['a bad c', 'a', 'bad', 'c']);
    expect(heard).toEqual(['A', 'bad fails', 'C']);
  });

  it('says why before its items are tried again', async () => {
    const said: unknown[] = [];
    const { begun, ask, end } = openDesk({ onSplit: (...split) => said.push([...split, begun.length]) });
    listen([ask('a'), ask('bad')]);
    await settle();
    await end('a bad');
    expect(said).toEqual([['bad fails', ['a', 'bad'], 1]]);
    await end('a', 'bad');
    expect(said).toHaveLength(1);
  });

  it('of one hears it at once and is not tried twice', async () => {
    const said: unknown[] = [];
    const { begun, ask, end } = openDesk({ onSplit: (...split) => said.push(split) });
    const heard = listen([ask('bad')]);
    await settle();
    await end('bad');
    expect(heard).toEqual(['bad fails']);
    expect(begun).toEqual(['bad']);
    expect(said).toEqual([]);
  });

  it('has six of its items under way at most, whichever ends first', async () => {
    const items = ['1', '2', '3', '4', '5', '6', '7', 'bad'];
    const { underWay, ask, end } = openDesk();
    const heard = listen(items.map(ask));
    await settle();
    await end(items.join(' '));
    expect(underWay()).toEqual(['1', '2', '3', '4', '5', '6']);
    await end('4');
    expect(underWay()).toEqual(['1', '2', '3', '5', '6', '7']);
    await end('2', 'bad', '7', '6', '5', '3', '1');
    expect(heard).toEqual(['4', '2', 'bad fails', '7', '6', '5', '3', '1']);
  });

  it('keeps the next waiting until all its items are through, and lets it go then', async () => {
    const { begun, ask, end } = openDesk();
    const heard = listen([ask('bad 1'), ask('bad 2')]);
    await settle();
    const next = ask('c');
    await end('bad 1 bad 2', 'bad 1');
    expect(begun).not.toContain('c');
    await end('bad 2');
    await end('c');
    expect(heard).toEqual(['bad 1 fails', 'bad 2 fails']);
    expect(await next).toBe('C');
  });

  it('that takes long lets go what waits for one of its items as soon as that one is through', async () => {
    const { begun, ask, end } = openDesk({
      choose: (waiting, underWay) => waiting.filter((item) => !underWay.some((other) => other[0] === item[0])),
    });
    listen(['a1', 'bad', 'c1'].map(ask));
    await settle();
    await end('a1 bad c1');
    const later = ['a2', 'b2', 'c2'].map(ask);
    await pass(300);
    expect(begun).toEqual(['a1 bad c1', 'a1', 'bad', 'c1']);
    await end('a1');
    expect(begun.at(-1)).toBe('a2');
    await end('a2', 'bad');
    expect(begun.at(-1)).toBe('b2');
    await end('b2', 'c1', 'c2');
    expect(await Promise.all(later)).toEqual(['A2', 'B2', 'C2']);
  });

  it('leaves the desk as it was', async () => {
    const { begun, ask, end } = openDesk();
    for (let n = 0; n < 8; n++) {
      listen([ask('a'), ask('bad')]);
      await settle();
      await end('a bad', 'a', 'bad');
    }
    const asked = ['x', 'y'].map(ask);
    await settle();
    expect(begun.at(-1)).toBe('x y');
    await end('x y');
    expect(await Promise.all(asked)).toEqual(['X', 'Y']);
  });
});
