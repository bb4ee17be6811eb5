'use client';
import { useQueryClient } from '@tanstack/react-query';
import { endThisSession } from './actions.ts';

/** Ends this browser's session; nothing read with it stays in memory. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await endThisSession();
    queries.clear();
    window.location.assign('/sign-in');
  };
}
