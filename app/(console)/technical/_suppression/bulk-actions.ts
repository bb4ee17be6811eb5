import { ListMinus, ListPlus } from 'lucide-react';
import { toast } from '#components/feedback/toaster.tsx';
import type { BulkAction, Selection } from '#components/table/list-types.ts';
import type { SuppressionList } from '#lib/mail/suppression/suppression-schema.ts';
import { moveAddresses } from './actions.ts';
import { listWords } from './list-words.ts';

/** Takes the selected addresses off a list. */
export const takeOffAction = (list: SuppressionList): BulkAction => ({
  id: 'take-off',
  label: (count) => (count === 1 ? 'Take 1 address off' : `Take ${count} addresses off`),
  icon: ListMinus,
  confirm: (count) => ({
    title: count === 1 ? 'Take this address off the list?' : `Take ${count} addresses off the list?`,
    description:
      count === 1
        ? `${listWords[list].removed} It stays under "Taken off", for the record.`
        : `${listWords[list].removedMany} They stay under "Taken off", for the record.`,
  }),
  run: (selection) => move(list, selection, false),
});

/** Puts the selected addresses back on a list. */
export const putBackAction = (list: SuppressionList): BulkAction => ({
  id: 'put-back',
  label: (count) => (count === 1 ? 'Put 1 address back' : `Put ${count} addresses back`),
  icon: ListPlus,
  run: (selection) => move(list, selection, true),
});

async function move(list: SuppressionList, selection: Selection, active: boolean): Promise<boolean> {
  const which = selection.all ? { q: selection.params.q } : { ids: selection.ids.map(Number) };
  const result = await moveAddresses(list, which, active);
  if (!result.ok) {
    toast.error(result.message);
    return false;
  }
  const count = result.value === 1 ? '1 address is' : `${result.value} addresses are`;
  toast.success(active ? `${count} on the list again` : `${count} off the list`);
  return true;
}
