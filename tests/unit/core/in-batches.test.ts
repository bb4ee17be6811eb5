import { describe, expect, it } from 'vitest';
import { holdClock, listen, openDesk, pass, settle } from './open-desk.ts';

holdClock();

describe('What is asked for at the same time', () => {
  it('goes together, each answer to who asked', async () => {
    const { begun, ask, end } = openDesk();
    const asked = [ask('a'), ask('b'), Promise.resolve().then(() => ask('c'))];
    expect(begun).toEqual([]);
    await settle();
    expect(begun).toEqual(['a b c']);
    await end('a b c');
    expect(await Promise.all(asked)).toEqual(['A', 'B', 'C']);
  });

  it('waits for nobody when it is alone', async () => {
    const { begun, ask, end } = openDesk();
    const asked = ask('a');
    await settle();
    expect(begun).toEqual(['a']);
    await end('a');
    expect(await asked).toBe('A');
  });

  it('gathers while a batch is under way, and goes as one', async () => {
    const { begun, ask, end } = openDesk();
    const asked = [ask('a')];
    for (const item of ['b', 'c', 'd']) {
      await settle();
      asked.push(ask(item));
    }
    await settle();
    expect(begun).toEqual(['a']);
    await end('a');
    expect(begun).toEqual(['a', 'b c d']);
    await end('b c d');
    expect(await Promise.all(asked)).toEqual(['A', 'B', 'C', 'D']);
  });

  it.each<[string, ((waiting: string[]) => string[]) | undefined]>([
    ['whoever goes', undefined],
    ['whoever is chosen', (waiting) => waiting.toSorted()],
  ])('is answered to each where two ask for the same, %s', async (_, choose) => {
    const { begun, ask, end } = openDesk(choose && { choose });
    const asked = ['a', 'a', 'b'].map(ask);
    await settle();
    expect(begun).toEqual(['a a b']);
    await end('a a b');
    expect(await Promise.all(asked)).toEqual(['A', 'A', 'B']);
  });
});

describe('What is not chosen', () => {
  it('waits, and goes later', async () => {
    const { begun, ask, end } = openDesk({ choose: (waiting) => waiting.filter((_, index) => index % 2 === 0) });
    const asked = ['a', 'b', 'c', 'd', 'e'].map(ask);
    await settle();
    await end('a c e', 'b', 'd');
    expect(begun).toEqual(['a c e', 'b', 'd']);
    expect(await Promise.all(asked)).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('leaves the others their order, which is that of the choice, and their answers', async () => {
    const { begun, ask, end } = openDesk({ choose: (waiting) => waiting.toSorted().slice(0, 3) });
    const asked = ['d', 'b', 'c', 'a'].map(ask);
    await settle();
    await end('a b c', 'd');
    expect(begun).toEqual(['a b c', 'd']);
    expect(await Promise.all(asked)).toEqual(['D', 'B', 'C', 'A']);
  });

  it('waits as long as it may for what is under way, and is asked about again when that has ended', async () => {
    const seen: string[] = [];
    const { begun, ask, end } = openDesk({
      choose: (waiting, underWay) => {
        seen.push(underWay.join(' '));
        return waiting.filter((item) => !underWay.some((other) => other[0] === item[0]));
      },
    });
    const heard = listen([ask('a1'), ask('b1')]);
    await settle();
    listen([ask('a2')]);
    await pass(300);
    expect(begun).toEqual(['a1 b1']);
    listen([ask('c1'), ask('b2')]);
    await settle();
    expect(begun).toEqual(['a1 b1', 'c1']);
    await end('a1 b1');
    expect(heard).toEqual(['A1', 'B1']);
    await end('c1');
    expect(begun).toEqual(['a1 b1', 'c1', 'a2 b2']);
    expect(seen).toEqual(['', 'a1 b1', 'a1 b1', '']);
  });
});

describe('A batch that takes long', () => {
  it('no longer keeps the next waiting, and is answered when it ends', async () => {
    const { begun, ask, end } = openDesk();
    const heard = listen([ask('slow')]);
    await settle();
    const quick = ask('quick');
    await pass(200);
    expect(begun).toEqual(['slow']);
    await pass(100);
    expect(begun).toEqual(['slow', 'quick']);
    await end('quick');
    expect(await quick).toBe('QUICK');
    expect(heard).toEqual([]);
    await end('slow');
    expect(heard).toEqual(['SLOW']);
  });

  it('lets nobody go when it ends while the next is under way', async () => {
    const { begun, ask, end } = openDesk();
    void ask('slow');
    await settle();
    await pass(300);
    void ask('b');
    await settle();
    void ask('c');
    await end('slow');
    expect(begun).toEqual(['slow', 'b']);
    await end('b');
    expect(begun).toEqual(['slow', 'b', 'c']);
  });

  it('is measured by its own time, not by that of the one before', async () => {
    const { begun, ask, end } = openDesk();
    void ask('a');
    await settle();
    await pass(200);
    await end('a');
    void ask('b');
    await settle();
    void ask('c');
    await pass(200);
    expect(begun).toEqual(['a', 'b']);
    await pass(100);
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('has five beside it at most', async () => {
    const { begun, underWay, ask, end } = openDesk();
    for (const item of ['1', '2', '3', '4', '5', '6', '7', '8']) {
      void ask(item);
      await settle();
      await pass(300);
    }
    expect(underWay()).toEqual(['1', '2', '3', '4', '5', '6']);
    await end('3');
    expect(begun.at(-1)).toBe('7 8');
    await pass(300);
    void ask('9');
    await settle();
    expect(begun).not.toContain('9');
    await end('7 8');
    expect(begun.at(-1)).toBe('9');
  });
});
