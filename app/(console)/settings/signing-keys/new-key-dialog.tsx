'use client';
import { z } from 'zod';
import { Form } from '#components/form/form.tsx';
import { RadioCards } from '#components/form/radio-cards.tsx';
import { SwitchField } from '#components/form/switch-field.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose, DialogContent } from '#components/ui/dialog.tsx';
import { dkimAlgorithms } from '#lib/core/enumerations.ts';
import { stackedForm } from '../../stacked-form.ts';
import { addSigningKey } from './actions.ts';
import { algorithmWords } from './algorithm-words.ts';

const schema = z.object({
  domain: z.string().trim().min(1, 'Write the domain that stands after the @ of your addresses.'),
  algorithm: z.enum(dkimAlgorithms),
  active: z.boolean(),
});

interface NewKeyDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Proposed: most sign this one first. */
  emailDomain: string;
  onMade: (id: number) => unknown;
}

/** Makes a key for a domain. */
export function NewKeyDialog({ open, onOpenChange, emailDomain, onMade }: NewKeyDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Make a signing key"
        description="The private half never leaves this server. You publish the public half as a DNS record."
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" form="new-signing-key" variant="primary">
              Make key
            </Button>
          </>
        }
      >
        <Form
          id="new-signing-key"
          schema={schema}
          defaultValues={{ domain: emailDomain, algorithm: 'rsa-2048', active: true }}
          onSubmit={async (values) => {
            const result = await addSigningKey(values);
            if (!result.ok) return result;
            onOpenChange(false);
            await onMade(result.value.id);
            return result;
          }}
          savedMessage="The key is made. Publish its record now."
          actions="none"
          guard={false}
          className={stackedForm}
        >
          <TextField
            name="domain"
            label="Domain"
            placeholder="mycompany.example"
            help="What stands after the @ of the From address. Sub-domains have keys of their own."
            autoFocus
          />
          <RadioCards
            name="algorithm"
            label="Kind of key"
            columns={1}
            options={dkimAlgorithms.map((value) => ({ value, ...algorithmWords[value] }))}
          />
          <SwitchField
            name="active"
            label="Sign from now on"
            help="Off: the key is only made. Activate it once its record is published."
          />
        </Form>
      </DialogContent>
    </Dialog>
  );
}
