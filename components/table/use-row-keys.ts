'use client';
import { type RefObject, useEffect, useRef } from 'react';
import { useShortcuts } from '../frame/stored-flag.ts';

interface RowKeys {
  /** The table's body; rows carry `data-row`. */
  body: RefObject<HTMLElement | null>;
  search: RefObject<HTMLInputElement | null>;
  onToggle: (index: number) => void;
  onOpen: (index: number) => void;
}

/** j/k move between rows, x selects, Enter opens, / searches; silent while one types or a dialog is open. */
export function useRowKeys(keys: RowKeys) {
  const [enabled] = useShortcuts();
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusyElsewhere(event)) return;
      if (act(event.key, latest.current)) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [enabled]);
}

/** Does what the key says; false when the key is none of ours. */
function act(key: string, { body, search, onToggle, onOpen }: RowKeys): boolean {
  if (key === '/') {
    search.current?.focus();
    search.current?.select();
    return true;
  }
  const rows = [...(body.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (key === 'j' || key === 'k') {
    const to = at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + (key === 'j' ? 1 : -1)));
    rows[to]?.focus({ preventScroll: true });
    // Rows keep a distance from the foot, where the bar of the selection stands.
    rows[to]?.scrollIntoView({ block: 'nearest' });
    return true;
  }
  if (at === -1) return false;
  if (key === 'x') {
    onToggle(at);
    return true;
  }
  // Enter on a link or button inside the row is theirs.
  if (key === 'Enter' && rows[at] === document.activeElement) {
    onOpen(at);
    return true;
  }
  return false;
}

function isBusyElsewhere(event: KeyboardEvent): boolean {
  if (event.defaultPrevented) return true;
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (target?.isContentEditable || target?.closest('input:not([type=checkbox]), textarea, select')) return true;
  return document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null;
}
