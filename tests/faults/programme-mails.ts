import type { PlannedMail } from './programme.ts';
import type { Random } from './random.ts';

/** 12 to 24 mails with 30 to 80 recipients together; a quarter is bulk, some are due later. */
export function planMails(random: Random, seed: number, endsAt: number): PlannedMail[] {
  const count = random.between(12, 24);
  const waves = [0, 0, random.between(5_000, endsAt - 20_000), random.between(5_000, endsAt - 10_000)];
  return Array.from({ length: count }, (_, index) => {
    const size = random.weighted([
      [6, 1],
      [3, random.between(2, 6)],
      [1, random.between(7, 14)],
    ]);
    // Every recipient of a personalised mail has a copy, and with it a transaction, of his own.
    const personalised = random.chance(0.3);
    const recipients = Array.from({ length: size }, (_, place) => ({
      email: `m${index}r${place}@customer.example`,
      copy: personalised ? place : 0,
    }));
    const lane = random.chance(0.25) ? (10 as const) : (0 as const);
    const at = waves[random.between(0, waves.length - 1)] ?? 0;
    const scheduledIn = random.chance(0.15) ? random.between(5_000, 40_000) : 0;
    return { at, lane, scheduledIn, messageId: `<m${index}.${seed}@mycompany.example>`, recipients };
  });
}
