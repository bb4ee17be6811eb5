'use client';
import { useQueryClient } from '@tanstack/react-query';
import { FilePlus, FolderInput, MoreHorizontal, RotateCw, ShieldBan, Trash2 } from 'lucide-react';
import { useState } from 'react';
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
import { ActionDialogs, type AskedAction, type MailResult } from './action-dialogs.tsx';

interface IncomingActionsProps {
  mail: IncomingMailDetail;
  places: DocumentPlaces;
  creatable: { value: string; label: string }[];
}

/** Outcomes that were carried out: a second run would do everything twice. */
const carriedOut = ['reply_posted', 'record_created', 'record_updated', 'bounce_processed', 'complaint'];

/** What can be done with the mail by hand; only its sender can be blocked where it stands in a document already. */
export function IncomingActions({ mail, places, creatable }: IncomingActionsProps) {
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [asked, setAsked] = useState<AskedAction | null>(null);
  const isPosted = mail.routes.some(({ messageId }) => messageId !== null);
  const canReplay = !isPosted && !carriedOut.includes(mail.outcome ?? '');
  const run = async (work: Promise<MailResult>, words?: string): Promise<boolean> => {
    setBusy(true);
    const result = await work.catch(() => null);
    setBusy(false);
    await queries.invalidateQueries({ queryKey: ['incoming-mails'] });
    if (!result?.ok) {
      toast.error(result?.message ?? 'The server did not answer. Try again in a moment.');
      return false;
    }
    toast.success(words ?? `Result: ${stateLook('outcome', result.value?.outcome ?? '').word.toLowerCase()}`);
    return true;
  };
  const dialogs = <ActionDialogs {...{ mail, places, creatable, asked }} onClose={() => setAsked(null)} run={run} />;
  const block = { onSelect: () => setAsked({ kind: 'block' }), words: 'Block sender' };
  if (isPosted) {
    if (!mail.from) return null;
    return (
      <>
        <Button variant="danger-soft" disabled={isBusy} onClick={block.onSelect}>
          <ShieldBan aria-hidden /> {block.words}
        </Button>
        {dialogs}
      </>
    );
  }
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="icon" disabled={isBusy} aria-label="More actions">
            <MoreHorizontal aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {mail.from ? (
            <DropdownMenuItem onSelect={block.onSelect}>
              <ShieldBan aria-hidden /> {block.words}
            </DropdownMenuItem>
          ) : null}
          {mail.outcome === 'no_op' ? null : (
            <DropdownMenuItem onSelect={() => setAsked({ kind: 'discard' })}>
              <Trash2 aria-hidden /> Discard
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {canReplay ? (
        <Button disabled={isBusy} onClick={() => setAsked({ kind: 'replay' })}>
          <RotateCw aria-hidden /> Replay
        </Button>
      ) : null}
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button disabled={isBusy}>
            <FilePlus aria-hidden /> Create document
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {creatable.map(({ value, label }) => (
            <DropdownMenuItem key={value} onSelect={() => setAsked({ kind: 'create', model: value })}>
              {label}
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
      <Button variant="primary" disabled={isBusy} onClick={() => setAsked({ kind: 'assign' })}>
        <FolderInput aria-hidden /> Assign to document
      </Button>
      {dialogs}
    </>
  );
}
