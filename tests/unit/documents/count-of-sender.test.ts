import { expect, test } from 'vitest';
import { allModels } from '#lib/documents/registry.ts';

test('every document mail can create is counted for the loop check', () => {
  const created = allModels().filter((model) => model.createFromMail !== undefined);
  expect(created.length).toBeGreaterThan(0);
  expect(created.filter((model) => model.countOfSender === undefined).map(({ name }) => name)).toEqual([]);
});
