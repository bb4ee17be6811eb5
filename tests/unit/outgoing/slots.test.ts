import { expect, it } from 'vitest';
import { shareOf } from '#lib/mail/outgoing/transport/load-connection-limits.ts';
import { limitForQueued, openSlots } from '#lib/mail/outgoing/transport/slots.ts';

it.each([
  [1, 1],
  [2, 1],
  [5, 4],
  [10, 8],
  [20, 16],
])('leaves direct mail a part of %i connections: mail of the queue has %i', (limit, queued) => {
  expect(limitForQueued(limit)).toBe(queued);
});

it.each([
  [5, 1, [5]],
  [5, 2, [3, 2]],
  [20, 3, [7, 7, 6]],
  [1, 2, [1, 1]],
])('shares %i connections among %i workers', (connections, workers, shares) => {
  expect(shares.map((_, rank) => shareOf(connections, { workers, rank }))).toEqual(shares);
});

/** Takes a place and notes who got it. */
function line(limit: number) {
  const slots = openSlots();
  const served: string[] = [];
  const ask = (name: string, direct: boolean, signal?: AbortSignal) =>
    slots.take({ limit, direct, signal }).then((taken) => served.push(taken ? name : `${name} left`));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { slots, served, ask, settle };
}

it('serves direct mail before mail of the queue that waits for longer', async () => {
  const { slots, served, ask, settle } = line(1);
  void ask('first', true);
  void ask('bulk', false);
  void ask('direct', true);
  await settle();
  expect(served).toEqual(['first']);
  slots.free(true);
  await settle();
  expect(served).toEqual(['first', 'direct']);
  slots.free(true);
  await settle();
  expect(served).toEqual(['first', 'direct', 'bulk']);
});

it('never gives the last connection to mail of the queue', async () => {
  const { slots, served, ask, settle } = line(3);
  for (const name of ['a', 'b', 'c']) void ask(name, false);
  await settle();
  expect(served).toEqual(['a', 'b']);
  void ask('direct', true);
  await settle();
  expect(served).toEqual(['a', 'b', 'direct']);
  slots.free(false);
  await settle();
  expect(served).toEqual(['a', 'b', 'direct', 'c']);
});

it('lets those go who tire of waiting, and only them', async () => {
  const { slots, served, ask, settle } = line(1);
  const patience = new AbortController();
  void ask('first', true);
  void ask('tired', true, patience.signal);
  void ask('patient', true);
  await settle();
  patience.abort();
  await settle();
  expect(served).toEqual(['first', 'tired left']);
  slots.free(true);
  await settle();
  expect(served).toEqual(['first', 'tired left', 'patient']);
});
