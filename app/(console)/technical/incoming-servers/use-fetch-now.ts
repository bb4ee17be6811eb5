'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { fetchNow } from './actions.ts';

/** Fetches a mailbox and says what came. */
export function useFetchNow(server: { id: number; name: string }): { fetching: boolean; fetch: () => Promise<void> } {
  const [fetching, setFetching] = useState(false);
  const queries = useQueryClient();
  const fetch = async () => {
    setFetching(true);
    const result = await fetchNow(server.id);
    setFetching(false);
    if (result.ok) toast.success(`${server.name}: ${wordsOf(result.value)}`);
    else toast.error(result.message);
    await Promise.all(['servers', 'incoming-mails'].map((topic) => queries.invalidateQueries({ queryKey: [topic] })));
  };
  return { fetching, fetch };
}

function wordsOf(counts: { fetched: number; failed: number; remaining: number }): string {
  const { fetched, failed, remaining } = counts;
  if (fetched === 0) return 'nothing new';
  const parts = [fetched === 1 ? '1 mail fetched' : `${fetched} mails fetched`];
  if (failed > 0) parts.push(`${failed} of them failed: see Incoming mails`);
  if (remaining > 0) parts.push(`${remaining} come with the next fetch`);
  return parts.join(', ');
}
