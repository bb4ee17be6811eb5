'use client';
import { type ReactNode, useState } from 'react';
import { AlertDialog, AlertDialogCancel, AlertDialogContent } from '../ui/alert-dialog.tsx';
import { Button } from '../ui/button.tsx';

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The question: "Delete this server?" */
  title: ReactNode;
  /** What will happen, with numbers: "3 templates use this server; they go back to automatic choice." */
  description: ReactNode;
  /** The verb and its object: "Delete server", "Retry 12 mails". */
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
  /** Runs on confirm; while a promise is pending the button is busy; the dialog closes after it, unless it rejects or returns false. */
  onConfirm: () => unknown | Promise<unknown>;
  children?: ReactNode;
}

/** Asks before something that cannot be undone. The cancelling button has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, confirmLabel, cancelLabel = 'Cancel', danger, children } = props;
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      const result = await props.onConfirm();
      if (result !== false) onOpenChange(false);
    } finally {
      setBusy(false);
    }
  };
  const footer = (
    <>
      <AlertDialogCancel asChild>
        <Button disabled={busy}>{cancelLabel}</Button>
      </AlertDialogCancel>
      <Button variant={danger ? 'danger' : 'primary'} loading={busy} onClick={confirm}>
        {confirmLabel}
      </Button>
    </>
  );
  return (
    <AlertDialog open={open} onOpenChange={onOpenChange}>
      <AlertDialogContent title={title} description={description} footer={footer}>
        {children}
      </AlertDialogContent>
    </AlertDialog>
  );
}
