'use client';
import { useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { FieldFrame } from '#components/form/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { SuppressionItem, SuppressionList } from '#lib/mail/suppression/suppression-schema.ts';
import { removeAddress } from './actions.ts';
import { listWords } from './list-words.ts';

interface RemoveEntryDialogProps {
  list: SuppressionList;
  entry: SuppressionItem;
  onClose: () => void;
  onRemoved: () => unknown;
}

/** Asks why an address comes off a list; the answer is kept with it. */
export function RemoveEntryDialog({ list, entry, onClose, onRemoved }: RemoveEntryDialogProps) {
  const [reason, setReason] = useState('');
  const remove = async () => {
    const result = await removeAddress(list, entry.id, reason.trim() ? { reason } : {});
    if (!result.ok) {
      toast.error(result.message);
      return false;
    }
    toast.success(`${entry.email} is off the list`);
    await onRemoved();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Take ${entry.email} off the list?`}
      description={`${listWords[list].removed} The address stays under "Taken off", for the record.`}
      confirmLabel="Take off the list"
      onConfirm={remove}
    >
      <FieldFrame label="Reason" optional className="pb-2">
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={1000}
            value={reason}
            placeholder="Confirmed by phone on 3 March"
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </FieldFrame>
    </ConfirmDialog>
  );
}
