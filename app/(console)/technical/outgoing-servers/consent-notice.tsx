'use client';
import { CircleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import type { OutcomeNotice } from '#lib/mail/servers/oauth/consent-outcome.ts';

/** What came of a consent the browser just returned from; said once, and gone from the address. */
export function ConsentNotice({ notice }: { notice: OutcomeNotice | null }) {
  const [said] = useState(notice);
  useEffect(() => {
    if (!said) return;
    window.history.replaceState(null, '', window.location.pathname);
    if (said.ok) toast.success(said.message);
  }, [said]);
  if (!said || said.ok) return null;
  return (
    <p
      role="alert"
      className="mb-6 flex max-w-3xl gap-2.5 rounded-lg border border-danger-line bg-danger-soft px-3 py-2.5 text-danger text-sm"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="wrap-anywhere min-w-0">{said.message}</span>
    </p>
  );
}
