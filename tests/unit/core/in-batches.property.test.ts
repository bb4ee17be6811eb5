import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inBatches } from '#lib/core/in-batches.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('each hears what is its own, once, whoever asks when beside whom', async () => {
  const waves = fc.array(fc.array(fc.constantFrom('good', 'bad'), { maxLength: 6 }), { maxLength: 8 });
  const most = fc.integer({ min: 1, max: 4 });
  const turns = fc.integer({ min: 0, max: 3 });
  await fc.assert(
    fc.asyncProperty(waves, most, turns, async (kinds, mostTogether, turnsEach) => {
      const done: string[] = [];
      const ask = inBatches<string, string>({
        choose: (waiting) => waiting.slice(0, mostTogether),
        work: async (items) => {
          for (let n = 0; n < turnsEach; n++) await turn();
          const bad = items.find((item) => item.startsWith('bad'));
          if (bad) throw new Error(`${bad} fails`);
          done.push(...items);
          return items.map((item) => item.toUpperCase());
        },
      });
      const items = kinds.map((wave, index) => wave.map((kind, place) => `${kind} ${index}.${place}`));
      const asked: Promise<string>[] = [];
      for (const wave of items) {
        asked.push(...wave.map((item) => ask(item).catch((error) => error.message)));
        await turn();
      }
      const due = items.flat().map((item) => (item.startsWith('bad') ? `${item} fails` : item.toUpperCase()));
      expect(await Promise.all(asked)).toEqual(due);
      expect(done.toSorted()).toEqual(
        items
          .flat()
          .filter((item) => !item.startsWith('bad'))
          .toSorted(),
      );
    }),
  );
});
