import { resolveAlerts } from '#lib/alerts/resolve-alerts.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { UidSpan } from './uid-spans.ts';

/** Tells that a mail stays in its mailbox, untaken. */
export const refusalAlert = 'incoming-mail-refused';

type Books = { id: number; incomingServerId: number };

/** Which alert is about a number of these books; another folder has the same numbers. */
export function refusalKey(books: Books, uid: number): string {
  return `${prefixOf(books)}${uid}`;
}

/** Ends the alerts about these numbers: the mails were taken after all, or are in the mailbox no more. */
export function resolveRefusals(ctx: Ctx, books: Books, spans: UidSpan[]): Promise<void> {
  const prefix = prefixOf(books);
  const isOver = (key: string) => {
    const uid = Number(key.slice(prefix.length));
    return spans.some(({ from, to }) => from <= uid && uid <= to);
  };
  return resolveAlerts(ctx, refusalAlert, prefix, isOver);
}

/** Ends all alerts about mails of these books: their numbers count no more, other books have taken over. */
export function resolveRefusalsOfBooks(ctx: Ctx, books: Books): Promise<void> {
  return resolveAlerts(ctx, refusalAlert, prefixOf(books));
}

function prefixOf({ id, incomingServerId }: Books): string {
  return `${incomingServerId}:${id}:`;
}
