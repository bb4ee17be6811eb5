'use client';
import { useRef } from 'react';

/** Milliseconds of rest after which what was typed is kept. */
const rest = 300;

/** Keeps a text in this browser until it is sent; null where the browser keeps nothing. */
export function useDraft(key: string): { read: () => string; keep: (html: string) => void; drop: () => void } {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const write = (html: string | null) => {
    try {
      if (html) localStorage.setItem(key, html);
      else localStorage.removeItem(key);
    } catch {
      // Storage may be full or forbidden: the text is still in the editor.
    }
  };
  return {
    read: () => {
      try {
        return localStorage.getItem(key) ?? '';
      } catch {
        return '';
      }
    },
    keep: (html) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => write(html), rest);
    },
    drop: () => {
      clearTimeout(timer.current);
      write(null);
    },
  };
}
