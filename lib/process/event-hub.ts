import { type EventListener, listenForEvents } from '#lib/db/listen.ts';
import type { LiveEvent } from '#lib/db/publish-event.ts';

interface Subscriber {
  /** `null`: something may have been missed. */
  onEvent(event: LiveEvent | null): void;
  /** The process stops: end the stream, so that the server can close. */
  onClose(): void;
}

interface Hub {
  listener: EventListener | null;
  subscribers: Set<Subscriber>;
}

/** On `globalThis`, because the web process ends the streams from outside Next's bundle. */
const shared = globalThis as typeof globalThis & { perfectworkEvents?: Hub };
shared.perfectworkEvents ??= { listener: null, subscribers: new Set() };
const hub = shared.perfectworkEvents;

/** Watches the database's events over the process's one LISTEN connection. Answers how to stop watching. */
export function subscribeToEvents(databaseUrl: string, subscriber: Subscriber): () => void {
  hub.listener ??= openListener(databaseUrl);
  hub.subscribers.add(subscriber);
  return () => hub.subscribers.delete(subscriber);
}

/** Ends every stream of this process; the first thing to do when it stops. */
export async function closeEventStreams(): Promise<void> {
  for (const subscriber of [...hub.subscribers]) subscriber.onClose();
  hub.subscribers.clear();
  await hub.listener?.close();
  hub.listener = null;
}

function openListener(databaseUrl: string): EventListener {
  const listener = listenForEvents(databaseUrl);
  listener.subscribe((event) => {
    for (const subscriber of [...hub.subscribers]) subscriber.onEvent(event);
  });
  return listener;
}
