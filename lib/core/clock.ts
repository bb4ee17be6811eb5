/** Where a verb takes the time from; tests hand in their own. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** `date` moved by `milliseconds` (negative: earlier). */
export function addMilliseconds(date: Date, milliseconds: number): Date {
  return new Date(date.getTime() + milliseconds);
}
