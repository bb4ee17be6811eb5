import type { MailDestination } from '#lib/mail/servers/read-mail-destination.ts';

/** What sends while there is no own server, and when an own one is worth it. */
export const destinationWords: Record<MailDestination['kind'], string> = {
  own: 'Mail leaves through the servers below: the one whose From filter fits the sender, else the first by priority.',
  default:
    'The default server already sends your mail: nothing needs to be set up. A server of your own is worth it to send more than its daily limit, to send from the mailboxes your people already have, or to keep mailings apart.',
  sandbox:
    'Mail goes to the sandbox for now: it is shown there and reaches nobody. Add a server of your own to send mail to the world.',
  none: 'There is no server that sends: mail waits in the queue. Add a server, and it goes out at once.',
};
