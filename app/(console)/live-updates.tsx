'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { LiveEvent } from '#lib/db/publish-event.ts';

const channelName = 'perfectwork-live';
const leaderLock = 'perfectwork-live-leader';

type Incoming = LiveEvent | { topic: 'all' };

/**
 * Keeps what the browser shows up to date. All tabs of a browser share one event stream: whoever holds the lock reads
 * it and tells the others. A hidden tab gives the lock back and fetches again when it is shown.
 */
export function LiveUpdates() {
  const queryClient = useQueryClient();
  useEffect(() => {
    const channel = new BroadcastChannel(channelName);
    const apply = (event: Incoming) => void queryClient.invalidateQueries(queriesOf(event));
    channel.onmessage = ({ data }) => apply(data);
    let stop = watchWhileVisible(channel, apply);
    const onVisibility = () => {
      stop();
      if (document.hidden) return;
      apply({ topic: 'all' });
      stop = watchWhileVisible(channel, apply);
    };
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      stop();
      channel.close();
    };
  }, [queryClient]);
  return null;
}

/** Waits to become the browser's reader, then reads until stopped. */
function watchWhileVisible(channel: BroadcastChannel, apply: (event: Incoming) => void): () => void {
  if (document.hidden) return () => {};
  const stopping = new AbortController();
  let source: EventSource | undefined;
  const read = () =>
    new Promise<void>((resolve) => {
      // The lock may be granted in the moment of giving up.
      if (stopping.signal.aborted) return resolve();
      source = new EventSource('/api/events');
      source.onmessage = ({ data }) => {
        const event: Incoming = JSON.parse(data);
        apply(event);
        channel.postMessage(event);
      };
      stopping.signal.addEventListener('abort', () => resolve());
    });
  // Without the lock API every tab reads for itself.
  if (navigator.locks)
    void navigator.locks.request(leaderLock, { signal: stopping.signal }, read).catch(() => undefined);
  else void read();
  return () => {
    stopping.abort();
    source?.close();
  };
}

/** Query keys begin with the topic of the event that makes them stale. */
function queriesOf(event: Incoming) {
  if (event.topic === 'all') return {};
  switch (event.topic) {
    case 'thread':
      return { queryKey: ['thread', event.model, event.recordId] };
    // The end of a fetch makes all of its server stale.
    case 'fetch-progress':
      return { queryKey: ['servers', 'progress', event.serverId] };
    default:
      return { queryKey: [event.topic] };
  }
}
