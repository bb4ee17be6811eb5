'use client';
import { useId, useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { Section } from '#components/form/section.tsx';
import { Label } from '#components/ui/label.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { switchDeveloperMode } from '../../actions.ts';

/** Developer mode, for the one who switches it only. */
export function DeveloperMode({ on }: { on: boolean }) {
  const id = useId();
  const { refresh } = useNavigation();
  const [wish, setWish] = useState<boolean | null>(null);
  const shown = wish ?? on;
  const change = async (next: boolean) => {
    setWish(next);
    const result = await switchDeveloperMode(next);
    if (result.ok) {
      toast.success(next ? 'Developer mode is on' : 'Developer mode is off');
      refresh();
    } else {
      toast.error(result.message);
      setWish(null);
    }
  };
  return (
    <Section title="Developer mode" description="For you only; others keep their view." className="border-t! pt-7!">
      <div className="flex items-start justify-between gap-6">
        <div>
          <Label htmlFor={id}>Show the Technical menu</Label>
          <p id={`${id}-help`} className="text-muted-foreground text-sm">
            Adds emails, incoming mails, servers, aliases, scheduled actions, parameters, API keys and the audit log to
            the navigation. Also by ?debug=1 and ?debug=0 behind any address.
          </p>
        </div>
        <Switch id={id} checked={shown} onCheckedChange={(next) => void change(next)} aria-describedby={`${id}-help`} />
      </div>
    </Section>
  );
}
