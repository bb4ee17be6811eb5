'use client';
import { useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import type { MailDestinationKind } from '../../navigation.ts';
import { switchServersOff } from './actions.ts';

interface SwitchOffDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  counts: { outgoing: number; incoming: number };
  withoutOwn: Exclude<MailDestinationKind, 'own'>;
  onDone: () => unknown;
}

/** Without own servers the switch is off: asks whether to archive them, and says where mail goes then. */
export function SwitchOffDialog({ open, onOpenChange, counts, withoutOwn, onDone }: SwitchOffDialogProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const archive = async () => {
    const result = await switchServersOff();
    setRefusal(result.ok ? null : result.message);
    if (!result.ok) return false;
    toast.success('External email servers are off');
    await onDone();
  };
  const change = (next: boolean) => {
    setRefusal(null);
    onOpenChange(next);
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={change}
      title={`Archive ${listOf(counts)}?`}
      description={`${consequences(counts, withoutOwn)} Restore the servers at any time from their lists.`}
      confirmLabel="Archive and switch off"
      onConfirm={archive}
    >
      {refusal ? (
        <p role="alert" className="rounded-lg border border-danger-line bg-danger-soft px-3 py-2 text-danger text-sm">
          {refusal}
        </p>
      ) : null}
    </ConfirmDialog>
  );
}

const afterwards: Record<SwitchOffDialogProps['withoutOwn'], string> = {
  default: 'Mail then leaves through the default server of whoever runs this installation.',
  sandbox: 'Mail then goes to the sandbox: nothing leaves this machine.',
  none: 'Mail then waits, as there is no other server it could leave through.',
};

function consequences(
  { outgoing, incoming }: SwitchOffDialogProps['counts'],
  withoutOwn: keyof typeof afterwards,
): string {
  const parts = [...(outgoing > 0 ? [afterwards[withoutOwn]] : [])];
  if (incoming > 0) parts.push('Their mailboxes are not fetched any more.');
  return parts.join(' ');
}

function listOf({ outgoing, incoming }: SwitchOffDialogProps['counts']): string {
  const servers = (count: number, kind: string) => `${count} ${kind} ${count === 1 ? 'server' : 'servers'}`;
  const parts = [
    ...(outgoing > 0 ? [servers(outgoing, 'outgoing')] : []),
    ...(incoming > 0 ? [servers(incoming, 'incoming')] : []),
  ];
  return parts.join(' and ');
}
