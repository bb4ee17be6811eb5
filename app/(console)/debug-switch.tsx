'use client';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { switchDeveloperMode } from './actions.ts';

/** `?debug=1` and `?debug=0` in any address of the console switch the user's developer mode. */
export function DebugSwitch({ developerMode }: { developerMode: boolean }) {
  const asked = useSearchParams();
  const router = useRouter();
  const wanted = asked.get('debug');
  const handled = useRef<string | null>(null);
  useEffect(() => {
    const isNew = wanted !== handled.current;
    // Effects may run again before the address has changed; one wish is one change.
    handled.current = wanted;
    if (!isNew || (wanted !== '1' && wanted !== '0')) return;
    const clean = () => {
      const address = cleanAddress();
      if (address) router.replace(address);
    };
    const on = wanted === '1';
    if (on === developerMode) return clean();
    void switchDeveloperMode(on).then((result) => {
      if (result.ok) toast.success(on ? 'Developer mode is on' : 'Developer mode is off');
      else toast.error(result.message);
      clean();
      router.refresh();
    });
  }, [wanted, router, developerMode]);
  return null;
}

/** The address without the wish, as it stands by now: who went on meanwhile is not brought back. Null: it has none. */
function cleanAddress(): string | null {
  const { pathname, search } = window.location;
  const rest = new URLSearchParams(search);
  if (!rest.has('debug')) return null;
  rest.delete('debug');
  return rest.size > 0 ? `${pathname}?${rest}` : pathname;
}
