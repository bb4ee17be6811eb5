'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Label } from '#components/ui/label.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import type { InstanceItem } from '#lib/instance/instance-schema.ts';
import { claim } from './actions.ts';
import { waitingQuery } from './queries.ts';
import { claimWords, counted } from './words-of-claim.ts';

interface ClaimDialogProps {
  instance: InstanceItem;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Asks before a copy begins to act for real, with what that will set in motion. */
export function ClaimDialog({ instance, open, onOpenChange }: ClaimDialogProps) {
  const [cancelWaiting, setCancelWaiting] = useState(false);
  const queries = useQueryClient();
  const { refresh } = useNavigation();
  const { data: waiting, error } = useQuery({ ...waitingQuery, enabled: open });
  const emails = waiting?.emails ?? 0;
  const confirm = async () => {
    const result = await claim({ cancelWaiting }).catch(() => null);
    if (!result?.ok) {
      toast.error(result?.message ?? 'The server did not answer. Try again in a moment.');
      return false;
    }
    const { cancelled } = result.value;
    const rest = cancelled > 0 ? ` ${counted(cancelled, 'waiting mail was', 'waiting mails were')} cancelled.` : '';
    toast.success(`The database is claimed: mail leaves from now on.${rest}`);
    await queries.invalidateQueries();
    refresh();
    return true;
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Claim this database?"
      description="Claim it when this installation takes over. Switch the original off first: with both running, mail is sent twice, and each takes mail out of the mailboxes of the other."
      confirmLabel={cancelWaiting ? `Cancel ${counted(emails, 'mail')} and claim` : 'Claim this database'}
      danger
      onConfirm={confirm}
    >
      {waiting ? (
        <ul className="list-disc space-y-1 pl-4 text-sm">
          {claimWords(waiting, instance.captured, cancelWaiting).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      ) : (
        <p className="text-sm">{error ? error.message : 'Counting what waits ...'}</p>
      )}
      {emails > 0 ? (
        <div className="mt-4 flex items-center gap-2.5 rounded-md border bg-canvas px-3 py-2.5">
          <Checkbox
            id="cancel-waiting"
            checked={cancelWaiting}
            onCheckedChange={(checked) => setCancelWaiting(checked === true)}
          />
          <Label htmlFor="cancel-waiting">Cancel {counted(emails, 'waiting mail')} first</Label>
        </div>
      ) : null}
    </ConfirmDialog>
  );
}
