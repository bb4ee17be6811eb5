import type { SuppressionList } from '#lib/mail/suppression/suppression-schema.ts';

/** How a list of addresses speaks. */
export interface ListWords {
  title: string;
  /** What being on it means for an address. */
  meaning: string;
  addHelp: string;
  emptyTitle: string;
  reasonExample: string;
  /** What happens once an address is taken off. */
  removed: string;
  removedMany: string;
}

export const listWords: Record<SuppressionList, ListWords> = {
  blacklist: {
    title: 'Blacklist',
    meaning: 'Mailings never go to these addresses. Messages and notifications of documents still do.',
    addHelp: 'No mailing reaches the address from now on, whatever list it is on.',
    emptyTitle: 'No address is blacklisted',
    reasonExample: 'Asked us by phone to stop',
    removed: 'Mailings may reach it again.',
    removedMany: 'Mailings may reach them again.',
  },
  'gateway-allow-list': {
    title: 'Gateway allow-list',
    meaning: 'Mails from these senders are never taken for a loop, however many arrive.',
    addHelp: 'The loop check leaves mails from this sender alone from now on.',
    emptyTitle: 'No sender is exempt',
    reasonExample: 'Our monitoring opens many tickets at once',
    removed: 'The loop check counts its mails again.',
    removedMany: 'The loop check counts their mails again.',
  },
  'blocked-senders': {
    title: 'Blocked senders',
    meaning: 'Mails from these addresses are spam: they stay in Incoming mails and go nowhere else.',
    addHelp: 'Mails from this sender create and answer nothing from now on.',
    emptyTitle: 'No sender is blocked',
    reasonExample: 'Sends offers nobody asked for',
    removed: 'Its mails are taken again.',
    removedMany: 'Their mails are taken again.',
  },
};
