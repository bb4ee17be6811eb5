'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, Ellipsis, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Button } from '#components/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import type { DocumentItem } from '#lib/documents/document-definition.ts';
import { deleteDocument, updateDocument } from './actions.ts';
import type { DocumentScreen } from './screens/screen.ts';

/** What is seldom done with a document: archive, restore, delete. */
export function DocumentMenu({ screen, item }: { screen: DocumentScreen; item: DocumentItem }) {
  const [asking, setAsking] = useState(false);
  const { refresh, replace } = useNavigation();
  const queries = useQueryClient();
  const isArchived = item.active === false;
  const setActive = async (active: boolean) => {
    const result = await updateDocument(screen.model, item.id, { active });
    if (!result.ok) return void toast.error(result.message);
    toast.success(active ? 'Restored' : 'Archived');
    void queries.invalidateQueries({ queryKey: ['records', screen.model] });
    refresh();
  };
  const remove = async () => {
    const result = await deleteDocument(screen.model, item.id);
    if (!result.ok) return void toast.error(result.message);
    toast.success(`${item.name} deleted`);
    void queries.invalidateQueries({ queryKey: ['records', screen.model] });
    replace(screen.path);
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon" aria-label="More actions">
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => void setActive(isArchived)}>
            {isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
            {isArchived ? 'Restore' : 'Archive'}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem danger onSelect={() => setAsking(true)}>
            <Trash2 aria-hidden /> Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete this ${screen.noun.one}?`}
        description="Its messages and files go with it, for everybody and for good. Answers by mail that still come in will not find it. Archiving only hides it."
        confirmLabel={`Delete ${screen.noun.one}`}
        danger
        onConfirm={remove}
      />
    </>
  );
}
