'use client';
import { Archive, ArchiveRestore, Flag, UserRound } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { type ReactNode, useState } from 'react';
import { searchParamsOf } from '#app/api-client.ts';
import { toast } from '#components/feedback/toaster.tsx';
import type { BulkAction, Selection } from '#components/table/list-types.ts';
import type { FormOptions } from '#lib/documents/read-form-options.ts';
import { updateDocuments } from './actions.ts';
import { ChooseDialog } from './choose-dialog.tsx';
import type { DocumentScreen } from './screens/screen.ts';

interface Question {
  title: string;
  label: string;
  options: { value: string; label: string }[];
  /** With null when nothing was chosen. */
  answer: (value: string | null) => void;
}

const nobody = 'nobody';

/** What a list offers for the selected documents, and the dialog that asks for a stage or an owner. */
export function useBulkActions(
  screen: DocumentScreen,
  options: FormOptions,
): { actions: BulkAction[]; dialog: ReactNode } {
  const [question, setQuestion] = useState<Question | null>(null);
  const [active] = useQueryState('active', parseAsString);
  const ask = (asked: Omit<Question, 'answer'>) =>
    new Promise<string | null>((resolve) => {
      setQuestion({
        ...asked,
        answer: (value) => {
          setQuestion(null);
          resolve(value);
        },
      });
    });
  const words = (count: number) => (count === 1 ? `1 ${screen.noun.one}` : `${count} ${screen.noun.many}`);
  const change = (selection: Selection, values: object, done: string) =>
    changeAll(screen, selection, values, done, words);

  const setStage: BulkAction = {
    id: 'stage',
    label: () => 'Set stage',
    icon: Flag,
    run: async (selection) => {
      const stage = await ask({
        title: `Set the stage of ${words(selection.count)}`,
        label: 'Stage',
        options: screen.stages,
      });
      return stage === null ? false : change(selection, { stage }, 'changed');
    },
  };
  const ownerLabel = screen.ownerLabel ?? '';
  const setOwner: BulkAction = {
    id: 'owner',
    label: () => `Set ${ownerLabel.toLowerCase()}`,
    icon: UserRound,
    run: async (selection) => {
      const people = options.owners.map(({ id, name }) => ({ value: String(id), label: name }));
      const asked = { title: `Who looks after ${words(selection.count)}?`, label: ownerLabel };
      const owner = await ask({ ...asked, options: [...people, { value: nobody, label: 'Nobody' }] });
      return owner === null
        ? false
        : change(selection, { ownerId: owner === nobody ? null : Number(owner) }, 'changed');
    },
  };
  const restore: BulkAction = {
    id: 'restore',
    label: () => 'Restore',
    icon: ArchiveRestore,
    run: (selection) => change(selection, { active: true }, 'restored'),
  };
  const archive: BulkAction = {
    id: 'archive',
    label: () => 'Archive',
    icon: Archive,
    confirm: (count) => ({
      title: `Archive ${words(count)}?`,
      description:
        'Lists no longer show them; mails still reach their chatter. The filter "Archived" brings them back.',
    }),
    run: (selection) => change(selection, { active: false }, 'archived'),
  };
  const actions = [
    ...(screen.stages.length > 0 ? [setStage] : []),
    ...(ownerLabel ? [setOwner] : []),
    ...(active?.includes('false') ? [restore] : [archive]),
  ];
  return { actions, dialog: question ? <ChooseDialog {...question} /> : null };
}

async function changeAll(
  screen: DocumentScreen,
  selection: Selection,
  values: object,
  done: string,
  words: (count: number) => string,
): Promise<boolean> {
  const chosen = selection.all
    ? { query: searchParamsOf({ ...selection.params, sort: null, cursor: null, group: null, limit: 0 }).toString() }
    : { ids: selection.ids.map(Number) };
  const result = await updateDocuments(screen.model, { ...chosen, ...values });
  if (!result.ok) {
    toast.error(result.message);
    return false;
  }
  toast.success(`${words(result.value.changed)} ${done}`);
  return true;
}
