import type { WaitingCounts } from '#lib/instance/instance-schema.ts';

/** "1 mail", "1,204 mails". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/**
 * What a claim sets in motion, in sentences with numbers.
 * @param captured mails kept so far
 */
export function claimWords(waiting: WaitingCounts, captured: number, cancelWaiting: boolean): string[] {
  const { emails, scheduledMessages, mailboxes } = waiting;
  const cancelled = `${counted(emails, 'waiting mail is cancelled and never leaves', 'waiting mails are cancelled and never leave')}.`;
  const words = cancelWaiting ? [cancelled] : mailWords(waiting);
  if (scheduledMessages > 0) {
    words.push(
      `${counted(scheduledMessages, 'scheduled message is', 'scheduled messages are')} posted and sent when due.`,
    );
  }
  if (mailboxes > 0) words.push(`Fetching begins again from ${counted(mailboxes, 'mailbox', 'mailboxes')}.`);
  if (captured > 0) {
    const kept = counted(captured, 'captured mail stays', 'captured mails stay');
    words.push(`${kept} in the sandbox until you send ${captured === 1 ? 'it' : 'them'} for real.`);
  }
  return words;
}

function mailWords({ emails, due, outgoingServers }: WaitingCounts): string[] {
  const through = outgoingServers > 0 ? ` through ${counted(outgoingServers, 'outgoing server')}` : '';
  const later = emails - due;
  const words: string[] = [];
  if (emails === 0) words.push(`No mail waits. What is written from now on leaves${through}.`);
  if (due > 0) words.push(`${counted(due, 'waiting mail leaves', 'waiting mails leave')} at once${through}.`);
  if (later > 0) {
    words.push(`${counted(later, 'mail leaves at its', 'mails leave at their')} own time${due > 0 ? '' : through}.`);
  }
  return words;
}
