/** What a clock in a time zone shows at an instant, as `<input type="datetime-local">` writes it. */
export function wallTimeOf(instant: Date, timeZone: string): string {
  const written = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(
    instant,
  );
  return written.replace(' ', 'T');
}

/**
 * The instant at which a clock in a time zone shows a wall time; null when the text is none. In the hour a clock is set
 * forward over, the time after the change.
 */
export function instantOf(wallTime: string, timeZone: string): Date | null {
  const asUtc = new Date(`${wallTime}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(wallTime) || Number.isNaN(asUtc.getTime())) return null;
  // Twice: the first offset may be the one of the other side of a change of the clock.
  const first = new Date(asUtc.getTime() - offsetMs(asUtc, timeZone));
  return new Date(asUtc.getTime() - offsetMs(first, timeZone));
}

function offsetMs(instant: Date, timeZone: string): number {
  const shown = new Date(`${wallTimeOf(instant, timeZone)}Z`).getTime();
  return shown - Math.floor(instant.getTime() / 60_000) * 60_000;
}
