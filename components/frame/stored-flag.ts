'use client';
import { useCallback, useSyncExternalStore } from 'react';

const changed = 'perfectwork:flag';

/** A yes/no that this browser remembers (rail narrow, keyboard shortcuts on). The server renders `initial`. */
export function useStoredFlag(key: string, initial: boolean): [boolean, (value: boolean) => void] {
  const name = `perfectwork.${key}`;
  const read = useCallback(() => readFlag(name, initial), [name, initial]);
  const value = useSyncExternalStore(subscribe, read, () => initial);
  const write = useCallback(
    (next: boolean) => {
      try {
        localStorage.setItem(name, next ? '1' : '0');
      } catch {
        // Private windows may refuse storage: the choice is then kept for nobody, which is what they ask for.
      }
      window.dispatchEvent(new Event(changed));
    },
    [name],
  );
  return [value, write];
}

/** Whether single-key shortcuts (j, k, x, /) are on; switched in the user menu, as WCAG 2.1.4 asks. */
export function useShortcuts() {
  return useStoredFlag('shortcuts', true);
}

function subscribe(listener: () => void) {
  window.addEventListener(changed, listener);
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener('storage', listener);
  };
}

function readFlag(name: string, initial: boolean): boolean {
  try {
    const stored = localStorage.getItem(name);
    return stored === null ? initial : stored === '1';
  } catch {
    return initial;
  }
}
