import type { Socket } from 'node:net';

/** A server that says nothing for this long is given up on. */
const replyTimeoutMs = 30_000;

/**
 * Sends one SMTP command on a connection that nobody else reads any more.
 * @returns the whole reply, lines parted by a line feed
 * @throws Error when the connection ends or the server is silent for 30 seconds
 */
export function sendCommand(socket: Socket, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const timer = setTimeout(() => finish(new Error('the server did not answer in time')), replyTimeoutMs);
    const onData = (piece: Buffer) => {
      received += piece.toString('latin1');
      if (/^\d{3}(?: .*)?\r?\n$/m.test(received.split(/(?<=\n)/).at(-1) ?? '')) finish();
    };
    const onClose = () => finish(new Error('the server closed the connection'));
    socket.on('data', onData);
    socket.once('close', onClose);
    socket.write(`${command}\r\n`);

    function finish(error?: Error): void {
      clearTimeout(timer);
      socket.off('data', onData);
      socket.off('close', onClose);
      if (error) reject(error);
      else resolve(received.trim().replace(/\r\n/g, '\n'));
    }
  });
}
