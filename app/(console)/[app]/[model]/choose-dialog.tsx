'use client';
import { useState } from 'react';
import { FieldFrame } from '#components/form/field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Select, type SelectOption } from '#components/ui/select.tsx';

interface ChooseDialogProps {
  title: string;
  label: string;
  options: readonly SelectOption[];
  /** With null when the dialog was closed without choosing. */
  answer: (value: string | null) => void;
}

/** Asks for one of a few values before several documents are changed. */
export function ChooseDialog({ title, label, options, answer }: ChooseDialogProps) {
  const [value, setValue] = useState<string>();
  const footer = (
    <>
      <Button onClick={() => answer(null)}>Cancel</Button>
      <Button variant="primary" disabled={value === undefined} onClick={() => answer(value ?? null)}>
        {title.endsWith('?') ? 'Assign' : label === 'Stage' ? 'Set stage' : 'Save'}
      </Button>
    </>
  );
  return (
    <Dialog open onOpenChange={(open) => !open && answer(null)}>
      <DialogContent title={title} size="sm" footer={footer}>
        <FieldFrame label={label}>
          {(control) => <Select {...control} options={options} value={value} onValueChange={setValue} />}
        </FieldFrame>
      </DialogContent>
    </Dialog>
  );
}
