'use client';
import { Archive, ArchiveRestore, Ellipsis, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import type { ActionResult } from '#components/form/action-result.ts';
import { Button } from '#components/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';

interface ServerActionsMenuProps {
  name: string;
  active: boolean;
  /** What archiving means, and what deleting takes away. */
  archiveWords: string;
  deleteWords: string;
  setActive: (active: boolean) => Promise<ActionResult>;
  remove: () => Promise<ActionResult>;
  onChanged: () => void;
  onRemoved: () => void;
  /** More commands above these. */
  children?: ReactNode;
}

/** Archive, restore, delete; a refusal shows what still uses the server. */
export function ServerActionsMenu(props: ServerActionsMenuProps) {
  const { name, active, setActive, remove, onChanged, onRemoved } = props;
  const [asking, setAsking] = useState<'archive' | 'delete' | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const ask = (what: typeof asking) => {
    setRefusal(null);
    setAsking(what);
  };
  const restore = async () => {
    const result = await setActive(true);
    if (result.ok) toast.success(`${name} is active again`);
    else toast.error(result.message);
    onChanged();
  };
  const confirm = async () => {
    const result = asking === 'delete' ? await remove() : await setActive(false);
    if (!result.ok) {
      setRefusal(result.message);
      return false;
    }
    toast.success(asking === 'delete' ? `${name} is deleted` : `${name} is archived`);
    if (asking === 'delete') onRemoved();
    else onChanged();
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="icon" aria-label="More actions">
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {props.children}
          {props.children ? <DropdownMenuSeparator /> : null}
          {active ? (
            <DropdownMenuItem onSelect={() => ask('archive')}>
              <Archive aria-hidden /> Archive
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem onSelect={() => void restore()}>
              <ArchiveRestore aria-hidden /> Restore
            </DropdownMenuItem>
          )}
          <DropdownMenuItem danger onSelect={() => ask('delete')}>
            <Trash2 aria-hidden /> Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={asking === 'delete' ? `Delete ${name}?` : `Archive ${name}?`}
        description={asking === 'delete' ? props.deleteWords : props.archiveWords}
        confirmLabel={asking === 'delete' ? 'Delete server' : 'Archive server'}
        danger={asking === 'delete'}
        onConfirm={confirm}
      >
        {refusal ? (
          <p role="alert" className="rounded-lg border border-danger-line bg-danger-soft px-3 py-2 text-danger text-sm">
            {refusal}
          </p>
        ) : null}
      </ConfirmDialog>
    </>
  );
}
