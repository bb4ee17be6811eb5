'use client';
import { z } from 'zod';
import { ApiError, getJson } from '#app/api-client.ts';
import type { ActionResult } from '#components/form/action-result.ts';
import { Form } from '#components/form/form.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose, DialogContent } from '#components/ui/dialog.tsx';
import { parameterKeySchema } from '#lib/parameters/parameter-schema.ts';
import { stackedForm } from '../../stacked-form.ts';
import { saveParameter } from './actions.ts';

const schema = z.object({
  key: z.string().trim().min(1, 'Write a key, such as shop.opening_hours.').pipe(parameterKeySchema),
  value: z.string().max(10_000, 'Use at most 10 000 characters.'),
});

interface NewParameterDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onAdded: () => unknown;
}

/** Adds a key of one's own; refuses one that exists, which would silently be overwritten. */
export function NewParameterDialog({ open, onOpenChange, onAdded }: NewParameterDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Add a parameter"
        description="A key of your own, kept as plain text for programs that read it through the API. Keys that name a secret, password or token are encrypted and never shown."
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" form="new-parameter" variant="primary">
              Add parameter
            </Button>
          </>
        }
      >
        <Form
          id="new-parameter"
          schema={schema}
          defaultValues={{ key: '', value: '' }}
          onSubmit={addParameter}
          onSaved={() => {
            onOpenChange(false);
            void onAdded();
          }}
          savedMessage="Parameter added"
          actions="none"
          className={stackedForm}
        >
          <TextField name="key" label="Key" mono autoFocus placeholder="shop.opening_hours" />
          <TextField name="value" label="Value" multiline rows={3} mono />
        </Form>
      </DialogContent>
    </Dialog>
  );
}

async function addParameter({ key, value }: z.output<typeof schema>): Promise<ActionResult> {
  if (await exists(key)) {
    const message = 'There is such a parameter already. Open it in the list to change it.';
    return { ok: false, message, errors: [{ path: 'key', message }] };
  }
  return saveParameter(key, { value });
}

async function exists(key: string): Promise<boolean> {
  try {
    await getJson(`/system-parameters/${encodeURIComponent(key)}`);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}
