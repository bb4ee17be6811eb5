'use client';
import { useEffect, useRef } from 'react';

/** M begins a message, Shift+M a note, unless somebody is typing or a window is open. */
export function useComposeKeys(compose: (kind: 'comment' | 'note') => void): void {
  const latest = useRef(compose);
  latest.current = compose;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'm' || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      if (target.isContentEditable || target.closest('input, textarea, select, [role=dialog], [role=menu]')) return;
      event.preventDefault();
      latest.current(event.shiftKey ? 'note' : 'comment');
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
