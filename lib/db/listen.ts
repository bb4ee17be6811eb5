import pg from 'pg';
import { eventChannel, type LiveEvent } from './publish-event.ts';

const reconnectMs = 2000;

export interface EventListener {
  /** Calls back on every event; `null` after a reconnect: anything may have been missed, fetch again. */
  subscribe(onEvent: (event: LiveEvent | null) => void): () => void;
  close(): Promise<void>;
}

/** One LISTEN connection for a whole process, however many browsers watch. It reconnects by itself. */
export function listenForEvents(databaseUrl: string): EventListener {
  const subscribers = new Set<(event: LiveEvent | null) => void>();
  let client: pg.Client | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  const tell = (event: LiveEvent | null) => {
    for (const subscriber of subscribers) subscriber(event);
  };
  const again = () => {
    client = null;
    if (!closed) retry = setTimeout(connect, reconnectMs);
  };
  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'perfectwork-mail events',
      keepAlive: true,
    });
    next.on('error', () => undefined);
    next.on('end', () => client === next && again());
    next.on('notification', ({ payload }) => payload && tell(JSON.parse(payload)));
    try {
      await next.connect();
      await next.query(`listen ${eventChannel}`);
      client = next;
      tell(null);
    } catch {
      // The server is away; whoever watches is told by the reconnect.
      await next.end().catch(() => undefined);
      again();
    }
  }
  void connect();
  return {
    subscribe: (onEvent) => {
      subscribers.add(onEvent);
      return () => subscribers.delete(onEvent);
    },
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
