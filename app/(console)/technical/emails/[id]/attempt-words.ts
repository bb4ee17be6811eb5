import type { DeliveryStage } from '#lib/core/enumerations.ts';
import type { AttemptItem } from '#lib/mail/outgoing/email-schema.ts';

/** Where in the dialogue it ended, in words. */
const stageWords: Record<DeliveryStage, string> = {
  connect: 'while connecting',
  tls: 'while securing the connection',
  auth: 'at sign-in',
  mail: 'at the sender',
  rcpt: 'at the recipient',
  data: 'before the message',
  intent: 'with the message',
  dot: 'after the message',
  done: 'at the end',
};

const resultWords: Record<string, string> = {
  sent: 'Accepted',
  deferred: 'Put off',
  failed: 'Refused',
  bounced: 'Came back',
  unknown: 'No answer',
  cancelled: 'Cancelled',
};

/**
 * "Attempt 2: put off by server B at the recipient".
 * @param number counted from 1 over the attempts that reached the recipient's turn; a server that could not be used
 * spends none and is told without a number
 */
export function attemptWords({ result, serverName, stage }: AttemptItem, number: number): string {
  if (result === 'queued') return `${serverName} could not be used ${stageWords[stage]}`;
  const what = resultWords[result] ?? result;
  const whose = result === 'unknown' ? `from ${serverName}` : `by ${serverName}`;
  const words = result === 'sent' ? `${what} ${whose}` : `${what} ${whose} ${stageWords[stage]}`;
  return number > 1 ? `Attempt ${number}: ${words[0]?.toLowerCase()}${words.slice(1)}` : words;
}
