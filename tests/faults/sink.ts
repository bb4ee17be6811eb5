import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Window } from './programme.ts';
import { converse } from './sink-dialogue.ts';
import { makeSinkState, type SinkState } from './sink-state.ts';

/**
 * The sink's own process. Its orders come from the parent: `{ origin }` begins the troubles of the programme, `{ well }`
 * ends them, `{ offset }` moves its clock.
 */
const order = JSON.parse(readFileSync(process.env.FAULTS_SINK ?? '', 'utf8'));
const sink = makeSinkState(order.programme, order.clock, order.logFile);
const server = createServer((socket) => welcome(sink, socket));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ port });
  process.on('message', (message: { origin?: number; well?: boolean; offset?: number }) => {
    if (message.offset !== undefined) sink.clock.offset = message.offset;
    if (message.origin !== undefined) {
      sink.origin = message.origin;
      for (const window of sink.programme.windows) arrange(window, port);
    }
    if (message.well) {
      sink.well = true;
      if (!server.listening) server.listen(port, '127.0.0.1');
    }
  });
});
process.on('disconnect', () => process.exit(0));

function welcome({ sockets }: SinkState, socket: Socket): void {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => undefined);
  converse(sink, socket).catch(() => socket.destroy());
}

/** Refusing and cutting are acts of the listener; the other troubles are looked up when an answer is due. */
function arrange({ kind, from, to }: Window, port: number): void {
  const after = (ms: number, act: () => void) => setTimeout(() => sink.well || act(), ms / sink.clock.speed);
  if (kind === 'reset') after(from, () => cutAll());
  if (kind !== 'refuse') return;
  after(from, () => server.close());
  after(to, () => server.listening || server.listen(port, '127.0.0.1'));
}

function cutAll(): void {
  for (const socket of sink.sockets) socket.resetAndDestroy();
}
