import type { MessageFault, PlannedMail, Script } from './programme.ts';
import type { Random } from './random.ts';

/** What the sink does to every address, at RCPT and when the mail itself comes. */
export function planScripts(random: Random, mails: PlannedMail[]): Record<string, Script> {
  const addresses = mails.flatMap((mail) => mail.recipients.map(({ email }) => email));
  return Object.fromEntries(addresses.map((address) => [address, planScript(random)]));
}

function planScript(random: Random): Script {
  const never = random.chance(0.05) ? '550 5.1.1 No such user here' : null;
  return { recipient: planRecipient(random), never, message: planMessage(random) };
}

function planRecipient(random: Random): (string | null)[] {
  const greylisted = `451 4.7.1 Greylisted, try again in ${random.between(20, 90)} seconds`;
  return random.weighted<(string | null)[]>([
    [70, []],
    [6, ['450 4.2.0 Mailbox busy']],
    [4, [greylisted]],
    [3, [greylisted, greylisted]],
    [3, ['421 4.3.2 Too busy, closing']],
    [2, [null, '421 4.3.2 Too busy, closing']],
    [3, ['452 4.2.2 Mailbox full']],
    [2, ['452 4.5.3 Too many recipients']],
    [2, ['550 5.7.1 Refused by policy']],
    [2, ['450 4.2.0 Mailbox busy', '550 5.1.1 No such user here']],
  ]);
}

function planMessage(random: Random): MessageFault[] {
  const first = planFault(random);
  if (first === null) return [];
  const second = random.chance(0.2) ? planFault(random) : null;
  return second === null ? [first] : [first, second];
}

function planFault(random: Random): MessageFault | null {
  return random.weighted<MessageFault | null>([
    [55, null],
    [6, { kind: 'drop-before-dot' }],
    [6, { kind: 'drop-at-dot' }],
    [8, { kind: 'drop-after-dot' }],
    [8, { kind: 'delay', ms: random.between(1_000, 15_000) }],
    // Longer than a lease: it has to be renewed meanwhile.
    [3, { kind: 'delay', ms: random.between(32_000, 50_000) }],
    [2, { kind: 'silence' }],
    [3, { kind: 'reply-to-data', reply: '451 4.3.0 Try again later' }],
    [1, { kind: 'reply-to-data', reply: '554 5.6.0 Message refused' }],
    [3, { kind: 'reply-to-dot', reply: '451 4.3.0 Could not be stored' }],
    [2, { kind: 'reply-to-dot', reply: '421 4.3.2 Shutting down' }],
    [2, { kind: 'reply-to-dot', reply: '554 5.7.1 Looks like spam' }],
    [1, { kind: 'reply-to-dot', reply: '552 5.3.4 Message too big' }],
  ]);
}
