import { CircleAlert } from 'lucide-react';
import type { OutcomeNotice } from '#lib/mail/servers/oauth/consent-outcome.ts';

/** Why a consent the browser just returned from connected nothing. A connected account shows by itself. */
export function ConsentNotice({ notice }: { notice: OutcomeNotice | null }) {
  if (!notice || notice.ok) return null;
  return (
    <p
      role="alert"
      className="mb-6 flex max-w-3xl gap-2.5 rounded-lg border border-danger-line bg-danger-soft px-3 py-2.5 text-danger text-sm"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="wrap-anywhere min-w-0">{notice.message}</span>
    </p>
  );
}
