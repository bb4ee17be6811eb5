import type { Socket } from 'node:net';
import type { MessageFault, Programme, Script, Window } from './programme.ts';
import { type ClockFace, runTime } from './run-clock.ts';
import { type SinkEvent, writeSinkEvent } from './sink-log.ts';

type Unstamped<T> = T extends unknown ? Omit<T, 'at'> : never;

/** What all connections of the sink share. */
export interface SinkState {
  programme: Programme;
  /** Null until the run has begun. */
  origin: number | null;
  /** Nothing goes wrong any more but what is wrong for ever. */
  well: boolean;
  clock: ClockFace;
  sockets: Set<Socket>;
  log(event: Unstamped<SinkEvent>): void;
  /** Waits milliseconds of the run. */
  pause(ms: number): Promise<void>;
  /** Whether a trouble of the whole sink is on now. */
  troubled(kind: Window['kind']): boolean;
  /** What meets an address at this RCPT; null: nothing. */
  atRecipient(address: string): string | null;
  /** What meets a transaction whose first recipient this is. */
  atMessage(address: string): MessageFault | null;
}

const peaceful: Script = { recipient: [], never: null, message: [] };

/** The state at the beginning: as the programme says, counting every visit of an address. */
export function makeSinkState(programme: Programme, clock: ClockFace, logFile: string): SinkState {
  const visits = new Map<string, number>();
  const count = (what: string) => {
    const before = visits.get(what) ?? 0;
    visits.set(what, before + 1);
    return before;
  };
  const now = () => runTime(clock, Date.now());
  const state: SinkState = {
    programme,
    origin: null,
    well: false,
    clock,
    sockets: new Set(),
    log: (event) => writeSinkEvent(logFile, { at: now(), ...event } as SinkEvent),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms / clock.speed)),
    troubled: (kind) => {
      if (state.well || state.origin === null) return false;
      const passed = now() - state.origin;
      return programme.windows.some((window) => window.kind === kind && passed >= window.from && passed < window.to);
    },
    atRecipient: (address) => {
      const script = programme.scripts[address] ?? peaceful;
      if (script.never) return script.never;
      return state.well ? null : (script.recipient[count(`rcpt ${address}`)] ?? null);
    },
    atMessage: (address) => {
      const script = programme.scripts[address] ?? peaceful;
      return state.well ? null : (script.message[count(`data ${address}`)] ?? null);
    },
  };
  return state;
}
