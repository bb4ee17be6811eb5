'use client';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { switchDeveloperMode } from './actions.ts';

/** `?debug=1` and `?debug=0` in any address of the console switch the user's developer mode. */
export function DebugSwitch({ developerMode }: { developerMode: boolean }) {
  const asked = useSearchParams();
  const pathname = usePathname();
  const router = useRouter();
  const wanted = asked.get('debug');
  const handled = useRef<string | null>(null);
  useEffect(() => {
    const isNew = wanted !== handled.current;
    // Effects may run again before the address has changed; one wish is one change.
    handled.current = wanted;
    if (!isNew || (wanted !== '1' && wanted !== '0')) return;
    const rest = new URLSearchParams(asked);
    rest.delete('debug');
    const clean = rest.size > 0 ? `${pathname}?${rest}` : pathname;
    // At once: when the switch has answered, the user may be on the way elsewhere, and would be brought back.
    router.replace(clean);
    const on = wanted === '1';
    if (on === developerMode) return;
    void switchDeveloperMode(on).then((result) => {
      if (result.ok) toast.success(on ? 'Developer mode is on' : 'Developer mode is off');
      else toast.error(result.message);
      router.refresh();
    });
  }, [wanted, asked, pathname, router, developerMode]);
  return null;
}
