/** How the time of a run follows from the time of the machine; workers, sink and database of a run share it. */
export interface ClockFace {
  /** A moment at which both were the same. */
  base: number;
  /** Milliseconds of the run in one of the machine. */
  speed: number;
  /** Milliseconds the run was moved forward, or one clock is wrong by. */
  offset: number;
}

/**
 * Leases, retries and breakers count in half minutes; a run must not. Its clocks, and every timer of its workers, run
 * this much faster.
 */
export const runSpeed = 8;

/** The time of a run at a moment of the machine. */
export function runTime({ base, speed, offset }: ClockFace, machineTime: number): number {
  return Math.round(base + (machineTime - base) * speed + offset);
}
