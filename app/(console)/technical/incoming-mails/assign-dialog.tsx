'use client';
import { useId, useState } from 'react';
import { getJson } from '#app/api-client.ts';
import { type RelationOption, RelationPicker } from '#components/form/relation-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose, DialogContent } from '#components/ui/dialog.tsx';
import { Label } from '#components/ui/label.tsx';
import { Select } from '#components/ui/select.tsx';
import type { ListPage } from '#lib/core/list-query.ts';
import type { DocumentPlaces } from '../../document-places.ts';

interface AssignDialogProps {
  /** How many mails. */
  count: number;
  places: DocumentPlaces;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Answers whether it went through. */
  onAssign: (document: { model: string; recordId: number }) => Promise<boolean>;
}

interface FoundRecord {
  id: number;
  name: string;
  emailFrom?: string | null;
  email?: string | null;
}

/** Chooses the document that mails are posted on. */
export function AssignDialog({ count, places, open, onOpenChange, onAssign }: AssignDialogProps) {
  const id = useId();
  const [model, setModel] = useState(Object.keys(places)[0] ?? '');
  const [record, setRecord] = useState<RelationOption | null>(null);
  const [isBusy, setBusy] = useState(false);
  const assign = async () => {
    if (!record) return;
    setBusy(true);
    const done = await onAssign({ model, recordId: Number(record.id) });
    setBusy(false);
    if (done) onOpenChange(false);
  };
  const options = Object.entries(places).map(([value, { label }]) => ({ value, label: sentenceCase(label) }));
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        size="sm"
        title="Assign to a document"
        description={
          count === 1
            ? 'The mail is posted there as a message, and its followers are told.'
            : `${count} mails are posted there as messages, and its followers are told. Mails that stand in a document already are left alone.`
        }
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant="primary" disabled={!record} loading={isBusy} onClick={assign}>
              {count === 1 ? 'Assign mail' : `Assign ${count} mails`}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={`${id}-model`}>Kind of document</Label>
            <Select
              id={`${id}-model`}
              options={options}
              value={model}
              onValueChange={(next) => {
                setModel(next);
                setRecord(null);
              }}
            />
          </div>
          <div className="flex flex-col gap-1.5">
            <span className="font-medium text-sm">Document</span>
            <RelationPicker
              key={model}
              aria-label="Document"
              value={record}
              onChange={setRecord}
              queryKey={['records', model, 'options']}
              search={(text) => searchRecords(model, text)}
              placeholder={`Choose a ${(places[model]?.label ?? 'document').toLowerCase()}`}
            />
          </div>
        </div>
      </DialogContent>
    </Dialog>
  );
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function searchRecords(model: string, text: string): Promise<RelationOption[]> {
  const asked = new URLSearchParams({ limit: '10', ...(text && { q: text }) });
  const page = await getJson<ListPage<FoundRecord>>(`/records/${model}`, asked);
  return page.items.map(({ id, name, email, emailFrom }) => ({ id, label: name, note: email ?? emailFrom }));
}
