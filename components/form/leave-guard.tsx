'use client';
import { useEffect, useState } from 'react';
import { ConfirmDialog } from '../feedback/confirm-dialog.tsx';
import { useNavigation } from '../ui/link.tsx';

/**
 * Asks before changes are lost: closing or reloading the window asks in the browser's words, a click on a link of the
 * console in ours. Navigation by code (`push`) is not stopped: it follows a save.
 */
export function LeaveGuard({ when }: { when: boolean }) {
  const { push } = useNavigation();
  const [target, setTarget] = useState<string | null>(null);

  useEffect(() => {
    if (!when) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const href = leavingHref(event);
      if (!href) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(href);
    };
    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
    };
  }, [when]);

  return (
    <ConfirmDialog
      open={target !== null}
      onOpenChange={(open) => !open && setTarget(null)}
      title="Leave without saving?"
      description="The changes on this page are not saved yet. They are lost when you leave."
      confirmLabel="Leave and lose changes"
      cancelLabel="Stay here"
      danger
      onConfirm={() => target && push(target)}
    />
  );
}

/** The address of a plain click on a link that leaves this page within the console, or null. */
function leavingHref(event: MouseEvent): string | null {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  ) {
    return null;
  }
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link?.href || (link.target && link.target !== '_self') || link.hasAttribute('download')) return null;
  const url = new URL(link.href, location.href);
  if (url.origin !== location.origin || url.pathname === location.pathname) return null;
  return url.pathname + url.search + url.hash;
}
