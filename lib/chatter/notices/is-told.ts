/** A mail that waits this long is late. */
export const lateAfterMs = 4 * 3_600_000;
/** Whoever wrote a mail is taken to look at it for so long: the red envelope tells of failures until then. */
const watchedMs = 10 * 60_000;

/**
 * Whether the author has to be told of a failure: it came later than they could see, or the mail left at an hour of its
 * own, when nobody sat before it.
 */
export function isToldOfFailure(mail: { createdAt: Date; scheduledAt: Date | null }, failedAt: Date): boolean {
  return mail.scheduledAt !== null || failedAt.getTime() - mail.createdAt.getTime() >= watchedMs;
}
