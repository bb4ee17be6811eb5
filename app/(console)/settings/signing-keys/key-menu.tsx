'use client';
import { CirclePause, CirclePlay, Ellipsis, RefreshCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Button } from '#components/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import { activateSigningKey, deleteSigningKey, rotateSigningKey } from './actions.ts';
import type { SigningKeyRow } from './queries.ts';

interface KeyMenuProps {
  row: SigningKeyRow;
  onChanged: () => unknown;
  onMade: (id: number) => unknown;
}

type Command = 'rotate' | 'deactivate' | 'delete';

/** What can be done with a key; everything that changes how mails leave is asked for first. */
export function KeyMenu({ row, onChanged, onMade }: KeyMenuProps) {
  const [asking, setAsking] = useState<Command | null>(null);
  const activate = async (active: boolean) => {
    const result = await activateSigningKey(row.id, active);
    if (!result.ok) toast.error(result.message);
    else toast.success(active ? `${row.selector} signs from now on` : `${row.selector} does not sign any more`);
    await onChanged();
  };
  const carryOut: Record<Command, () => Promise<void>> = {
    deactivate: () => activate(false),
    rotate: async () => {
      const result = await rotateSigningKey(row.id);
      if (!result.ok) return void toast.error(result.message);
      toast.success(`${result.value.selector} is made. Publish its record now.`);
      await onMade(result.value.id);
    },
    delete: async () => {
      const result = await deleteSigningKey(row.id);
      if (result.ok) toast.success(`${row.selector} is deleted`);
      else toast.error(result.message);
      await onChanged();
    },
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="icon-sm" variant="ghost" aria-label={`Actions for ${row.selector}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setAsking('rotate')}>
            <RefreshCcw aria-hidden /> Rotate
          </DropdownMenuItem>
          {row.active ? (
            <DropdownMenuItem onSelect={() => setAsking('deactivate')}>
              <CirclePause aria-hidden /> Deactivate
            </DropdownMenuItem>
          ) : (
            <>
              <DropdownMenuItem onSelect={() => void activate(true)}>
                <CirclePlay aria-hidden /> Activate
              </DropdownMenuItem>
              <DropdownMenuItem danger onSelect={() => setAsking('delete')}>
                <Trash2 aria-hidden /> Delete
              </DropdownMenuItem>
            </>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {asking ? (
        <ConfirmDialog
          open
          onOpenChange={() => setAsking(null)}
          {...wordsFor(row, asking)}
          onConfirm={carryOut[asking]}
        />
      ) : null}
    </>
  );
}

function wordsFor({ selector, domain }: SigningKeyRow, command: Command) {
  if (command === 'rotate')
    return {
      title: `Make a successor of ${selector}?`,
      description: `Mails From ${domain} are then signed with both keys. Publish the record of the new one; when it has spread, after a day or two, deactivate ${selector}.`,
      confirmLabel: 'Make the new key',
    };
  if (command === 'deactivate')
    return {
      title: `Stop signing with ${selector}?`,
      description: `New mails From ${domain} are not signed with it any more. Leave its record published for a week: mails under way are still checked with it.`,
      confirmLabel: 'Deactivate key',
    };
  return {
    title: `Delete ${selector}?`,
    description: 'The private half is gone for good: to sign again you need a new key and a new record.',
    confirmLabel: 'Delete key',
    danger: true,
  };
}
