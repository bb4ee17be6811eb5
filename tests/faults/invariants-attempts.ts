import type { Violation } from './invariants.ts';
import type { Story } from './recipient-story.ts';
import type { SinkEvent } from './sink-log.ts';

/** Attempts are spent on what recipients and messages met, never on failures of the server or of our own. */
export function checkAttempts(story: Story, log: SinkEvent[]): Violation[] {
  const { delivery, attempts, events, unknowns } = story;
  const spent = events.filter(spends).length;
  // At MAIL FROM the sink cannot know whose transaction it refused: these are taken from the timeline.
  const refusedSenders = log.some((event) => event.kind === 'refused' && event.stage === 'mail');
  const atMail = attempts.filter(({ stage, smtp_reply }) => stage === 'mail' && smtp_reply?.startsWith('451')).length;
  const most = spent + unknowns + (refusedSenders ? atMail : 0);
  if (delivery.attempts <= most) return [];
  const detail = { delivery, attempts, events, most };
  return [{ rule: 'no attempt is spent on a failure of the server', detail }];
}

function spends(event: SinkEvent): boolean {
  if (event.kind === 'accepted') return true;
  if (event.kind === 'dropped') return event.stage === 'data';
  return !event.reply.startsWith('421');
}
