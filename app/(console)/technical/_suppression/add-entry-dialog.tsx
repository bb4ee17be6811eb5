'use client';
import { z } from 'zod';
import { Form } from '#components/form/form.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose, DialogContent } from '#components/ui/dialog.tsx';
import type { SuppressionList } from '#lib/mail/suppression/suppression-schema.ts';
import { addAddress } from './actions.ts';
import { listWords } from './list-words.ts';

/** A first look; the server checks the address in full. */
const schema = z.object({
  email: z.string().regex(/\S@\S/, 'Write an email address, for example mary@customer.example.'),
  reason: z.string().max(1000, 'Use at most 1 000 characters.'),
});

interface AddEntryDialogProps {
  list: SuppressionList;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onAdded: () => unknown;
}

/** Puts an address on a list; one that was taken off comes back with its history. */
export function AddEntryDialog({ list, open, onOpenChange, onAdded }: AddEntryDialogProps) {
  const words = listWords[list];
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Add an address"
        description={words.addHelp}
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" form="add-entry" variant="primary">
              Add address
            </Button>
          </>
        }
      >
        <Form
          id="add-entry"
          schema={schema}
          defaultValues={{ email: '', reason: '' }}
          onSubmit={(values) => addAddress(list, values)}
          onSaved={() => {
            onOpenChange(false);
            void onAdded();
          }}
          savedMessage="Address added"
          actions="none"
          className="gap-4"
        >
          <TextField name="email" label="Email address" autoFocus placeholder="mary@customer.example" />
          <TextField name="reason" label="Reason" optional multiline rows={2} placeholder={words.reasonExample} />
        </Form>
      </DialogContent>
    </Dialog>
  );
}
