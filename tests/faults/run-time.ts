import { setTimeout as wait } from 'node:timers/promises';
import { type ClockFace, runSpeed, runTime } from './run-clock.ts';

/** The time of one run, as the process that plays it sees it. */
export interface RunTime {
  face: ClockFace;
  now(): number;
  /** Milliseconds of the run. */
  pause(ms: number): Promise<void>;
  /** Until a moment of the run. */
  until(moment: number): Promise<void>;
}

/** Begins now. */
export function startRunTime(): RunTime {
  const face = { base: Date.now(), speed: runSpeed, offset: 0 };
  const now = () => runTime(face, Date.now());
  const pause = async (ms: number) => {
    if (ms > 0) await wait(ms / face.speed);
  };
  return { face, now, pause, until: (moment) => pause(moment - now()) };
}
