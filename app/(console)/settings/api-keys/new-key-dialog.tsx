'use client';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { ChipsField } from '#components/form/chips-field.tsx';
import { Form } from '#components/form/form.tsx';
import { RadioCards } from '#components/form/radio-cards.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Dialog, DialogClose, DialogContent } from '#components/ui/dialog.tsx';
import { stackedForm } from '../../stacked-form.ts';
import { addApiKey } from './actions.ts';

const scopePattern = /^[a-z][a-z-]*:(read|write)$/;
const schema = z
  .object({
    name: z
      .string()
      .trim()
      .min(1, 'Give the key a name, so that you recognise it later.')
      .max(100, 'Use at most 100 characters.'),
    reach: z.enum(['all', 'some']),
    scopes: z.array(z.string()),
  })
  .refine(({ reach, scopes }) => reach === 'all' || scopes.length > 0, {
    path: ['scopes'],
    message: 'Write at least one scope, such as emails:read.',
  });

interface NewKeyDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onMade: () => unknown;
  publicUrl: string;
}

/** Makes a key, then shows it this once. */
export function NewKeyDialog({ open, onOpenChange, onMade, publicUrl }: NewKeyDialogProps) {
  const [key, setKey] = useState<string | null>(null);
  const change = (next: boolean) => {
    if (!next) setKey(null);
    onOpenChange(next);
  };
  return (
    <Dialog open={open} onOpenChange={change}>
      {key ? (
        <DialogContent
          title="Copy the key now"
          description="It is shown this once. What is stored is a fingerprint, from which nobody can read it again."
          footer={
            <DialogClose asChild>
              <Button variant="primary">I have copied it</Button>
            </DialogClose>
          }
          onInteractOutside={(event) => event.preventDefault()}
        >
          <div className="flex flex-col gap-4">
            <CodeBlock code={key} label="API key" />
            <CodeBlock
              code={`curl -H "Authorization: Bearer ${key}" \\\n  ${publicUrl}/api/v1/emails?limit=5`}
              label="example"
            />
          </div>
        </DialogContent>
      ) : (
        <DialogContent
          title="Create an API key"
          description="It acts for you: it can do nothing you cannot do."
          footer={
            <>
              <DialogClose asChild>
                <Button>Cancel</Button>
              </DialogClose>
              <Button type="submit" form="new-api-key" variant="primary">
                Create key
              </Button>
            </>
          }
        >
          <KeyForm
            onMade={(made) => {
              setKey(made);
              void onMade();
            }}
          />
        </DialogContent>
      )}
    </Dialog>
  );
}

function KeyForm({ onMade }: { onMade: (key: string) => void }) {
  return (
    <Form
      id="new-api-key"
      schema={schema}
      defaultValues={{ name: '', reach: 'all', scopes: [] }}
      onSubmit={async ({ name, reach, scopes }) => {
        const result = await addApiKey({ name, scopes: reach === 'all' ? ['*'] : scopes });
        if (result.ok) onMade(result.value.key);
        return result;
      }}
      savedMessage={null}
      actions="none"
      guard={false}
      className={stackedForm}
    >
      <TextField name="name" label="Name" placeholder="Web shop" autoFocus />
      <RadioCards
        name="reach"
        label="Scopes"
        options={[
          { value: 'all', label: 'Everything', description: 'All you may do yourself.' },
          { value: 'some', label: 'Only some', description: 'Resources you name, to read or to write.' },
        ]}
      />
      <ScopesField />
    </Form>
  );
}

function ScopesField() {
  const reach = useWatch({ name: 'reach' });
  if (reach !== 'some') return null;
  return (
    <ChipsField
      name="scopes"
      label="Only these"
      help="A resource as in the API's addresses, with :read or :write. Press Enter after each."
      placeholder="emails:read"
      check={(chip) => (scopePattern.test(chip) ? null : 'Write it like emails:read or records:write.')}
    />
  );
}
