'use server';
import { runAction } from '#lib/auth/action-client.ts';
import { addEntry } from '#lib/mail/suppression/add-entry.ts';
import { removeEntry } from '#lib/mail/suppression/remove-entry.ts';
import { setEntriesActive } from '#lib/mail/suppression/set-entries-active.ts';
import type { AddEntryInput, RemoveEntryInput, SuppressionList } from '#lib/mail/suppression/suppression-schema.ts';

/** Puts one address on a list. */
export async function addAddress(list: SuppressionList, input: AddEntryInput) {
  return runAction((ctx) => addEntry(ctx, listOf(list), input));
}

/** Takes one address off a list, with the reason why. */
export async function removeAddress(list: SuppressionList, id: number, input: RemoveEntryInput) {
  return runAction((ctx) => removeEntry(ctx, listOf(list), Number(id), input));
}

/** Takes several addresses off a list or puts them back: those with these ids, or all that match the words. */
export async function moveAddresses(list: SuppressionList, which: { ids: number[] } | { q: string }, active: boolean) {
  const chosen = 'ids' in which ? { ids: which.ids.map(Number) } : { q: String(which.q) };
  return runAction((ctx) => setEntriesActive(ctx, listOf(list), chosen, active === true));
}

/** What a browser sends is not to be trusted, whatever its type says. */
function listOf(name: string): SuppressionList {
  return name === 'gateway-allow-list' || name === 'blocked-senders' ? name : 'blacklist';
}
