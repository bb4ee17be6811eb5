'use client';
import { AtSign } from 'lucide-react';
import { useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { Button } from '#components/ui/button.tsx';
import { sendEverythingFromServer } from '../actions.ts';

interface SendEverythingNoticeProps {
  server: { id: number; username: string | null };
  /** What mails go out as now: `mail.default.from`. */
  defaultFrom: string | null;
  onChanged: () => void;
}

/** At providers whose accounts send as themselves only: one click that sends every mail From this address. */
export function SendEverythingNotice({ server, defaultFrom, onChanged }: SendEverythingNoticeProps) {
  const [saving, setSaving] = useState(false);
  const address = server.username?.toLowerCase();
  if (!address?.includes('@')) return null;
  if (defaultFrom?.toLowerCase() === address) {
    return (
      <p className="flex gap-2 text-muted-foreground text-sm">
        <AtSign aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="wrap-anywhere min-w-0">
          Every mail goes out From {address}, with its author’s name. General settings, Default From changes that.
        </span>
      </p>
    );
  }
  const apply = async () => {
    setSaving(true);
    const result = await sendEverythingFromServer(server.id);
    setSaving(false);
    if (!result.ok) {
      toast.error(result.message);
      return;
    }
    toast.success(`Every mail goes out From ${result.value.address}`);
    onChanged();
  };
  return (
    <div className="flex flex-col items-start gap-2 rounded-lg border bg-canvas px-3 py-2.5 text-sm">
      <p className="wrap-anywhere">
        This account sends as {address} only. Mail of other senders needs another server, unless everything goes out
        From this address, with its author’s name.
      </p>
      <Button size="sm" loading={saving} onClick={() => void apply()}>
        <AtSign aria-hidden /> Send everything From this address
      </Button>
    </div>
  );
}
