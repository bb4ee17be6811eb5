import { CircleAlert, CircleCheck } from 'lucide-react';
import type { OutcomeNotice } from '#lib/mail/servers/oauth/consent-outcome.ts';

/** What came of a consent the browser just returned from. */
export function ConsentNotice({ notice }: { notice: OutcomeNotice | null }) {
  if (!notice) return null;
  const [Icon, look] = notice.ok
    ? ([CircleCheck, 'border-success-line bg-success-soft text-success'] as const)
    : ([CircleAlert, 'border-danger-line bg-danger-soft text-danger'] as const);
  return (
    <p
      role={notice.ok ? 'status' : 'alert'}
      className={`mb-6 flex max-w-3xl gap-2.5 rounded-lg border px-3 py-2.5 text-sm ${look}`}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="wrap-anywhere min-w-0">{notice.message}</span>
    </p>
  );
}
