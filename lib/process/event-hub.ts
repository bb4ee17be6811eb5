import { stoppingSignal } from '#lib/core/stopping.ts';
import { type EventListener, listenForEvents } from '#lib/db/listen.ts';
import type { LiveEvent } from '#lib/db/publish-event.ts';

/** On `globalThis`, because Next may load this module more than once. */
const shared = globalThis as typeof globalThis & { perfectworkEvents?: EventListener };

/**
 * Watches the database's events over the process's one LISTEN connection, which ends with the process.
 * @param onEvent gets `null` when something may have been missed
 * @returns how to stop watching
 */
export function subscribeToEvents(databaseUrl: string, onEvent: (event: LiveEvent | null) => void): () => void {
  shared.perfectworkEvents ??= openListener(databaseUrl);
  return shared.perfectworkEvents.subscribe(onEvent);
}

function openListener(databaseUrl: string): EventListener {
  const listener = listenForEvents(databaseUrl);
  stoppingSignal().addEventListener('abort', () => void listener.close());
  return listener;
}
