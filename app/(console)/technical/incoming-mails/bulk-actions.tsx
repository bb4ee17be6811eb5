import { FolderInput, RotateCw, ShieldBan, Trash2 } from 'lucide-react';
import { toast } from '#components/feedback/toaster.tsx';
import type { BulkAction, Selection } from '#components/table/list-types.ts';
import type { ActOnIncomingMailsInput } from '#lib/mail/incoming/act-on-incoming-mails.ts';
import type { DocumentPlaces } from '../../document-places.ts';
import { actOnMany } from './actions.ts';
import { AssignDialog } from './assign-dialog.tsx';

const mails = (count: number) => (count === 1 ? '1 mail' : `${count.toLocaleString('en')} mails`);
const senders = (count: number) => (count === 1 ? 'the sender of 1 mail' : `the senders of ${mails(count)}`);

/** What can be done to many mails at once. Each says before what will happen, and afterwards what did. */
export function bulkActions(places: DocumentPlaces): BulkAction[] {
  return [
    {
      id: 'replay',
      label: (n) => `Replay ${mails(n)}`,
      icon: RotateCw,
      confirm: (n) => ({
        title: `Replay ${mails(n)}?`,
        description:
          'They go through the rules again, as they stand now: documents may be created, replies posted and senders answered. Mails that stand in a document already are left alone.',
      }),
      run: (chosen) => act({ action: 'replay', target: targetOf(chosen) }, (n) => `${mails(n)} replayed.`),
    },
    {
      id: 'assign',
      label: (n) => `Assign ${mails(n)}`,
      icon: FolderInput,
      ask: ({ count, run, close }) => (
        <AssignDialog
          count={count}
          places={places}
          open
          onOpenChange={(open) => !open && close()}
          onAssign={async (document) => {
            let done = false;
            await run(async (chosen) => {
              const input = { action: 'assign', target: targetOf(chosen), document } as ActOnIncomingMailsInput;
              done = await act(input, (n) => `${mails(n)} posted on the document.`);
              return done;
            });
            return done;
          }}
        />
      ),
    },
    {
      id: 'block',
      label: (n) => `Block ${senders(n)}`,
      icon: ShieldBan,
      danger: true,
      confirm: (n) => ({
        title: `Block ${senders(n)}?`,
        description:
          'Further mails from them are spam: they stay in this log and go nowhere else. What came before stays as it is. Blocked senders are listed under Technical, where you can take them off again.',
      }),
      run: (chosen) =>
        act(
          { action: 'block', target: targetOf(chosen) },
          (n) => `${n === 1 ? 'The sender' : 'The senders'} of ${mails(n)} blocked.`,
          'they name no sender',
        ),
    },
    {
      id: 'discard',
      label: (n) => `Discard ${mails(n)}`,
      icon: Trash2,
      danger: true,
      confirm: (n) => ({
        title: `Discard ${mails(n)}?`,
        description: 'Nothing more is done with them. They stay in this log, and can be replayed or assigned later.',
      }),
      run: (chosen) => act({ action: 'discard', target: targetOf(chosen) }, (n) => `${mails(n)} discarded.`),
    },
  ];
}

function targetOf(chosen: Selection): ActOnIncomingMailsInput['target'] {
  if (!chosen.all) return { ids: chosen.ids.map(Number) };
  const { q, filters } = chosen.params;
  return { query: { ...(q && { q }), ...filters } };
}

async function act(
  input: ActOnIncomingMailsInput,
  words: (done: number) => string,
  why = 'they stand in a document already',
): Promise<boolean> {
  const result = await actOnMany(input);
  if (!result.ok) {
    toast.error(result.message);
    return false;
  }
  const { done, skipped, more } = result.value;
  const rest = skipped > 0 ? ` ${mails(skipped)} left alone: ${why}.` : '';
  const further = more ? ' There are more: select them again.' : '';
  if (done > 0) toast.success(`${words(done)}${rest}${further}`);
  else toast.error(`Nothing was changed.${rest}`);
  return done > 0;
}
