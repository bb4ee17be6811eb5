import { postJson } from '#app/api-client.ts';
import { toast } from '#components/feedback/toaster.tsx';
import type { Selection } from '#components/table/list-types.ts';
import type { ActOnEmailsInput, EmailsActed } from '#lib/mail/outgoing/bulk-schema.ts';
import { apiFilters } from './queries.ts';

const done = { retry: 'will be sent again', send: 'go out now', cancel: 'cancelled' };
/** A million mails; beyond it somebody asks again. */
const mostCalls = 1000;

/** `1 mail`, `12,408 mails`. */
export const mails = (count: number) => (count === 1 ? '1 mail' : `${count.toLocaleString('en')} mails`);

/**
 * Retries, cancels or sends what is selected, a thousand mails a call, and says what came of it. Goes on when the person
 * opens another page.
 * @returns false when nothing was changed
 */
export async function actOnMany(
  action: ActOnEmailsInput['action'],
  chosen: Selection,
  report: (through: number) => void,
): Promise<boolean> {
  const target = chosen.all
    ? { query: { ...(chosen.params.q && { q: chosen.params.q }), ...apiFilters(chosen.params.filters) } }
    : { ids: chosen.ids.map(Number) };
  const total = { done: 0, skipped: 0 };
  try {
    let cursor: string | null = null;
    for (let call = 0; call < mostCalls; call++) {
      const step: EmailsActed = await postJson('/emails/bulk', { action, target, cursor });
      total.done += step.done;
      total.skipped += step.skipped;
      cursor = step.cursor;
      if (cursor === null) break;
      report(total.done + total.skipped);
    }
  } catch (error) {
    const words = error instanceof Error ? error.message : 'The server did not answer.';
    toast.error(total.done > 0 ? `${mails(total.done)} ${done[action]}, then: ${words}` : words);
    return total.done > 0;
  }
  const rest = total.skipped > 0 ? ` ${mails(total.skipped)} left as they were: nothing to ${action} there.` : '';
  if (total.done > 0) toast.success(`${mails(total.done)} ${done[action]}.${rest}`);
  else toast.error(`Nothing was changed.${rest}`);
  return total.done > 0;
}
