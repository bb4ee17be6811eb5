'use client';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Form } from '#components/form/form.tsx';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';
import type { ParameterItem } from '#lib/parameters/parameter-schema.ts';
import { resetParameter, saveParameter } from './actions.ts';
import { ValueField } from './value-field.tsx';

const schema = z.object({ value: z.union([z.string(), z.boolean()]) });
const secretSchema = z.object({
  value: z.string().min(1, 'Write the new secret. To remove it, use the button below.'),
});

interface ParameterSheetProps {
  /** Null while closed. */
  parameter: ParameterItem | null;
  onClose: () => void;
  onChanged: () => unknown;
}

/** One parameter in a drawer: what it does, its value in an editor of its type, its default and its last change. */
export function ParameterSheet({ parameter, onClose, onChanged }: ParameterSheetProps) {
  const done = () => {
    onClose();
    void onChanged();
  };
  return (
    <Sheet open={parameter !== null} onOpenChange={(open) => !open && onClose()}>
      {parameter ? (
        <SheetContent title={<span className="wrap-anywhere font-mono text-base">{parameter.key}</span>}>
          <p className="mb-5">
            {parameter.doc ?? 'A parameter of your own. The product does not read it; programs may, through the API.'}
          </p>
          {parameter.fixedBy ? <Fixed parameter={parameter} /> : <Editor parameter={parameter} onDone={done} />}
          <Facts parameter={parameter} />
        </SheetContent>
      ) : null}
    </Sheet>
  );
}

function Editor({ parameter, onDone }: { parameter: ParameterItem; onDone: () => void }) {
  const { key, type, value, isDefault, isKnown, isSecret } = parameter;
  const shown = type === 'boolean' ? value === 'on' : (value ?? '');
  return (
    <Form
      schema={isSecret ? secretSchema : schema}
      defaultValues={{ value: shown }}
      onSubmit={(values) => saveParameter(key, values)}
      onSaved={onDone}
      savedMessage={`${key} is saved`}
      actions="buttons"
      saveLabel="Save"
    >
      <ValueField parameter={parameter} />
      {isDefault && isKnown ? null : <Reset parameter={parameter} onDone={onDone} />}
    </Form>
  );
}

function Reset({ parameter, onDone }: { parameter: ParameterItem; onDone: () => void }) {
  const [asking, setAsking] = useState(false);
  const { key, isKnown, defaultValue } = parameter;
  const reset = async () => {
    const result = await resetParameter(key);
    if (!result.ok) {
      toast.error(result.message);
      return;
    }
    toast.success(isKnown ? `${key} has its default again` : `${key} is deleted`);
    onDone();
  };
  const Icon = isKnown ? RotateCcw : Trash2;
  return (
    <div className="mt-3">
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)} className="-ml-2">
        <Icon aria-hidden /> {isKnown ? 'Restore the default' : 'Delete this parameter'}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={isKnown ? 'Restore the default?' : `Delete ${key}?`}
        description={
          isKnown
            ? `${key} goes back to ${defaultValue === null ? 'being unset' : `"${defaultValue}"`}, at once and for everybody.`
            : 'Programs that read it find nothing from now on.'
        }
        confirmLabel={isKnown ? 'Restore default' : 'Delete parameter'}
        danger={!isKnown}
        onConfirm={reset}
      />
    </div>
  );
}

function Fixed({ parameter }: { parameter: ParameterItem }) {
  return (
    <p className="rounded-lg border bg-muted px-3 py-2.5 text-sm">
      Fixed to <strong className="font-medium">{parameter.value ?? 'nothing'}</strong> by{' '}
      <code className="font-mono text-xs">{parameter.fixedBy}</code> in the environment of the server. Change it there
      and start again.
    </p>
  );
}

function Facts({ parameter }: { parameter: ParameterItem }) {
  const { isKnown, defaultValue, updatedAt, updatedBy, type } = parameter;
  return (
    <dl className="mt-6 grid grid-cols-[7rem_minmax(0,1fr)] gap-y-2 border-t pt-4 text-sm [&_dt]:text-muted-foreground">
      {isKnown ? (
        <>
          <dt>Default</dt>
          <dd className="wrap-anywhere">{defaultValue ?? 'Unset'}</dd>
        </>
      ) : null}
      <dt>Type</dt>
      <dd>{typeWords[type]}</dd>
      <dt>Last change</dt>
      <dd>
        {updatedAt ? (
          <>
            <RelativeTime value={updatedAt} />
            {updatedBy ? ` by ${updatedBy}` : null}
          </>
        ) : (
          'Never changed'
        )}
      </dd>
    </dl>
  );
}

const typeWords: Record<ParameterItem['type'], string> = {
  text: 'Text',
  integer: 'Whole number',
  boolean: 'On or off',
  choice: 'One of a list',
  domain: 'Domain',
  domains: 'Domains with commas between them',
  address: 'What stands before the @, or a full address',
  url: 'Address of a site',
  secret: 'Secret, encrypted',
};
