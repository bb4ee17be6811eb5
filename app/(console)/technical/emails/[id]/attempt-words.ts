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
  queued: 'The server could not be used',
  sent: 'Accepted',
  deferred: 'Put off',
  failed: 'Refused',
  bounced: 'Came back',
  unknown: 'No answer',
  cancelled: 'Cancelled',
};

/** "Attempt 2: put off by server B at the recipient". */
export function attemptWords({ result, serverName, stage }: AttemptItem, number: number): string {
  const what = resultWords[result] ?? result;
  const by = result === 'sent' ? `by ${serverName}` : `by ${serverName} ${stageWords[stage]}`;
  const words = result === 'queued' ? `${what}: ${serverName} ${stageWords[stage]}` : `${what} ${by}`;
  return number > 1 ? `Attempt ${number}: ${words[0]?.toLowerCase()}${words.slice(1)}` : words;
}
