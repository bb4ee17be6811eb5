'use client';
import { useEffect, useRef, useState } from 'react';
import type { ChatterMessage } from './chatter-types.ts';

/** Pages read at most to find the message a link names. */
const maxPages = 20;

/** The message the address of the page names (`#message-12`): fetched if need be, scrolled to once, and marked. */
export function useMarkedMessage(messages: ChatterMessage[], more: (() => unknown) | null): number | null {
  const [wanted, setWanted] = useState<number | null>(null);
  const [found, setFound] = useState(false);
  const asked = useRef(0);
  useEffect(() => {
    const read = () => {
      setWanted(Number(/^#message-(\d{1,9})$/.exec(window.location.hash)?.[1]) || null);
      setFound(false);
      asked.current = 0;
    };
    read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  useEffect(() => {
    if (wanted === null || found || messages.length === 0) return;
    const element = document.getElementById(`message-${wanted}`);
    if (element) {
      element.scrollIntoView({ block: 'center' });
      setFound(true);
    } else if (more && asked.current < maxPages) {
      asked.current += 1;
      more();
    }
  }, [wanted, found, messages, more]);
  return wanted;
}
