/** The lanes of the queue, as kept with mails and deliveries: lower goes first. */
export const lanes = {
  /** Person to person, a few recipients: at once after commit. */
  direct: 0,
  /** Many mails by one act: after everything direct. */
  queued: 5,
  /** Mailings: after everything else. */
  bulk: 10,
} as const;

export type Lane = (typeof lanes)[keyof typeof lanes];

/** Leaves at once; everything else waits behind it and never takes its last connection. */
export function isDirect(lane: number): boolean {
  return lane < lanes.queued;
}

/** A mailing: tried for a shorter time, and never repeated where it may have arrived. */
export function isBulk(lane: number): boolean {
  return lane >= lanes.bulk;
}

/**
 * The lane of the mails that one act makes.
 * @param limit from so many on they wait for the queue; 0: always
 */
export function laneFor(mails: number, limit: number): Lane {
  return mails < limit ? lanes.direct : lanes.queued;
}
