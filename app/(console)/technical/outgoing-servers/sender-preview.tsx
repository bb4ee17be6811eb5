'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, PenLine } from 'lucide-react';
import { useDeferredValue } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { SenderPreview as Sender } from '#lib/mail/servers/preview-senders.ts';
import { previewFilter } from './actions.ts';

/** Under the From filter, live: whose address stays, and what becomes of the others. */
export function SenderPreview() {
  const { control } = useFormContext();
  const fromFilter = useDeferredValue(String(useWatch({ control, name: 'fromFilter' }) ?? ''));
  const { data } = useQuery({
    queryKey: ['servers', 'filter-preview', fromFilter],
    queryFn: () => previewFilter({ fromFilter }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return (
    <div className="min-h-24 rounded-lg border bg-canvas px-3 py-2.5">
      <p className="mb-1.5 font-medium text-muted-foreground text-xs">When this server sends for</p>
      {data && !data.ok ? <p className="text-muted-foreground text-sm">{data.message}</p> : null}
      <ul aria-live="polite" className="flex flex-col gap-1.5 text-sm">
        {data?.ok ? data.value.map((sender) => <PreviewLine key={sender.from} sender={sender} />) : null}
      </ul>
    </div>
  );
}

function PreviewLine({ sender: { from, headerFrom, rewritten, reason } }: { sender: Sender }) {
  const [Icon, look, words] =
    headerFrom === null
      ? ([CircleX, 'text-danger', reason ?? 'refused'] as const)
      : rewritten
        ? ([PenLine, 'text-warning', `rewritten to ${headerFrom}`] as const)
        : ([CircleCheck, 'text-success', 'yes, From stays'] as const);
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${look}`} />
      <span className="wrap-anywhere min-w-0">
        <span className="font-medium">{from}</span>: <span className="text-muted-foreground">{words}</span>
      </span>
    </li>
  );
}
