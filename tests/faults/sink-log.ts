import { appendFileSync, readFileSync } from 'node:fs';

/**
 * What the sink did, line by line. Written before anybody is answered and never changed: the one witness that no blow
 * to the product can touch.
 */
export type SinkEvent = { at: number } & (
  | { kind: 'accepted'; recipients: string[]; messageId: string }
  | { kind: 'refused'; stage: 'mail' | 'rcpt' | 'data' | 'dot'; reply: string; recipients: string[] }
  | { kind: 'dropped'; stage: 'data' | 'dot' | 'confirmation'; recipients: string[] }
);

/** Adds an event. */
export function writeSinkEvent(file: string, event: SinkEvent): void {
  appendFileSync(file, `${JSON.stringify(event)}\n`);
}

/** All events of a run, in order. */
export function readSinkLog(file: string): SinkEvent[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
