import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Programme } from './programme.ts';
import type { ClockFace } from './run-clock.ts';

export interface Sink {
  port: number;
  logFile: string;
  send(order: { origin?: number; well?: boolean; offset?: number }): void;
  stop(): Promise<void>;
}

/** Starts the sink in a process of its own: what befalls the product does not befall it. */
export async function startSink(folder: string, programme: Programme, clock: ClockFace): Promise<Sink> {
  const orderFile = join(folder, 'sink-order.json');
  const logFile = join(folder, 'sink.log');
  writeFileSync(logFile, '');
  writeFileSync(orderFile, JSON.stringify({ programme, clock, logFile }));
  const args = ['--import', './lib/process/check-node.js', 'tests/faults/sink.ts'];
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'production', PATH: process.env.PATH, FAULTS_SINK: orderFile };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number }));
    child.once('exit', (code) => reject(new Error(`the sink ended with code ${code}`)));
  });
  return {
    port,
    logFile,
    send: (order) => child.send(order),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      await ended;
    },
  };
}
