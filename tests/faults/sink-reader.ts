import type { Socket } from 'node:net';

/** Reads a client's lines and message; both answer null once the connection is gone. */
export interface Reader {
  line(): Promise<string | null>;
  /** The bytes up to the final dot. `onBytes` hears of every piece as it comes, the dot's included or not. */
  message(onBytes: () => void): Promise<string | null>;
  /** Leaves the socket to somebody else (STARTTLS). */
  release(): void;
}

/** Begins to read a connection. */
export function openReader(socket: Socket): Reader {
  let buffer = '';
  let gone = false;
  let wake: () => void = () => undefined;
  const onData = (piece: Buffer) => {
    buffer += piece.toString('latin1');
    wake();
  };
  const onGone = () => {
    gone = true;
    wake();
  };
  socket.on('data', onData);
  for (const event of ['end', 'close', 'error'] as const) socket.on(event, onGone);
  const take = (length: number, rest: number) => {
    const taken = buffer.slice(0, length);
    buffer = buffer.slice(length + rest);
    return taken;
  };
  const more = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
      if (gone) resolve();
    });
  return {
    line: async () => {
      for (;;) {
        const end = buffer.indexOf('\r\n');
        if (end >= 0) return take(end, 2);
        if (gone) return null;
        await more();
      }
    },
    message: async (onBytes) => {
      for (;;) {
        const end = buffer.indexOf('\r\n.\r\n');
        if (buffer !== '') onBytes();
        if (end >= 0) return take(end, 5);
        if (gone) return null;
        await more();
      }
    },
    release: () => socket.removeListener('data', onData),
  };
}
