import { setTimeout as pause } from 'node:timers/promises';
import { addOutcomes, emptyOutcome, type SendOutcome } from '#lib/mail/outgoing/transport/send-outcome.ts';

/** How long new mail may lie in the queue while nothing but late mail is under way, in milliseconds. */
const lookAgainAfterMs = 100;

/** Mail that waits for DNS while other mail goes ahead. */
export interface LateMail {
  /** Never rejects. */
  add(sending: Promise<SendOutcome>): void;
  pending(): boolean;
  /** Some of it is through, or it is time to look into the queue again. */
  someDone(): Promise<void>;
  /** @returns what came of all of it */
  allDone(): Promise<SendOutcome>;
}

/** Starts with none. */
export function lateMail(): LateMail {
  const running = new Set<Promise<SendOutcome>>();
  let total = emptyOutcome;
  return {
    add: (sending) => {
      running.add(sending);
      void sending.then((outcome) => {
        total = addOutcomes(total, outcome);
        running.delete(sending);
      });
    },
    pending: () => running.size > 0,
    someDone: async () => {
      await Promise.race([...running, pause(lookAgainAfterMs)]);
    },
    allDone: async () => {
      while (running.size > 0) await Promise.all(running);
      return total;
    },
  };
}
