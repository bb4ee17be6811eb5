'use client';
import { useQueryClient } from '@tanstack/react-query';
import { FilePlus, FolderInput, RotateCw, ShieldBan, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { stateLook } from '#components/mail/state-words.ts';
import { Button } from '#components/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import type { IncomingMailDetail } from '#lib/mail/incoming/incoming-mail-schema.ts';
import type { DocumentPlaces } from '../../../document-places.ts';
import { assignMail, blockSenderOf, createFromMail, discardMail, replayMail } from '../actions.ts';
import { AssignDialog } from '../assign-dialog.tsx';

interface IncomingActionsProps {
  mail: IncomingMailDetail;
  places: DocumentPlaces;
  creatable: { value: string; label: string }[];
}

type Result = { ok: true; value: { outcome: string; reason: string } | undefined } | { ok: false; message: string };

/** Outcomes that were carried out: a second run would do everything twice. */
const carriedOut = ['reply_posted', 'record_created', 'record_updated', 'bounce_processed', 'complaint'];

/** What can be done with the mail by hand; nothing where it stands in a document already. */
export function IncomingActions({ mail, places, creatable }: IncomingActionsProps) {
  const queries = useQueryClient();
  const [running, setRunning] = useState<string | null>(null);
  const [dialog, setDialog] = useState<'assign' | 'block' | 'discard' | null>(null);
  const isPosted = mail.routes.some(({ messageId }) => messageId !== null);
  const canReplay = !isPosted && !carriedOut.includes(mail.outcome ?? '');
  const run = async (name: string, work: Promise<Result>, words?: string): Promise<boolean> => {
    setRunning(name);
    const result = await work.catch(() => null);
    setRunning(null);
    await queries.invalidateQueries({ queryKey: ['incoming-mails'] });
    if (!result?.ok) {
      toast.error(result?.message ?? 'The server did not answer. Try again in a moment.');
      return false;
    }
    toast.success(words ?? `Result: ${stateLook('outcome', result.value?.outcome ?? '').word.toLowerCase()}`);
    return true;
  };
  const busy = (name: string) => ({ loading: running === name, disabled: running !== null });
  const block = mail.from ? (
    <>
      <Button variant="danger-soft" {...busy('block')} onClick={() => setDialog('block')}>
        <ShieldBan aria-hidden /> Block sender
      </Button>
      <ConfirmDialog
        open={dialog === 'block'}
        onOpenChange={(open) => setDialog(open ? 'block' : null)}
        title="Block this sender?"
        description={`Further mails from ${mail.from} are spam: they stay in this log and go nowhere else. What came before stays as it is.`}
        confirmLabel="Block sender"
        danger
        onConfirm={() => run('block', blockSenderOf(mail.id) as Promise<Result>, 'Sender blocked')}
      />
    </>
  ) : null;
  if (isPosted) return block;
  return (
    <>
      {block}
      {mail.outcome === 'no_op' ? null : (
        <Button variant="danger-soft" {...busy('discard')} onClick={() => setDialog('discard')}>
          <Trash2 aria-hidden /> Discard
        </Button>
      )}
      {canReplay ? (
        <Button {...busy('replay')} onClick={() => run('replay', replayMail(mail.id))}>
          <RotateCw aria-hidden /> Replay
        </Button>
      ) : null}
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button {...busy('create')}>
            <FilePlus aria-hidden /> Create document
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {creatable.map(({ value, label }) => (
            <DropdownMenuItem key={value} onSelect={() => void run('create', createFromMail(mail.id, value))}>
              {label}
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
      <Button variant="primary" {...busy('assign')} onClick={() => setDialog('assign')}>
        <FolderInput aria-hidden /> Assign to document
      </Button>
      <AssignDialog
        count={1}
        places={places}
        open={dialog === 'assign'}
        onOpenChange={(open) => setDialog(open ? 'assign' : null)}
        onAssign={(document) => run('assign', assignMail(mail.id, document), 'Posted on the document')}
      />
      <ConfirmDialog
        open={dialog === 'discard'}
        onOpenChange={(open) => setDialog(open ? 'discard' : null)}
        title="Discard this mail?"
        description="Nothing more is done with it. It stays in this log, and can be replayed or assigned later."
        confirmLabel="Discard mail"
        danger
        onConfirm={() => run('discard', discardMail(mail.id) as Promise<Result>, 'Discarded')}
      />
    </>
  );
}
