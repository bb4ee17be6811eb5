import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createConnection, createServer } from 'node:net';

const places = ['/usr/sbin/smtp-sink', '/usr/lib/postfix/sbin/smtp-sink', '/usr/libexec/postfix/smtp-sink'];

/** Postfix's smtp-sink on a port of its own: takes any mail and throws it away. Null where it is not installed. */
export async function startSmtpSink(): Promise<{ port: number; stop(): void } | null> {
  const program = places.find((place) => existsSync(place));
  if (!program) return null;
  const port = await freePort();
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(program, [...user, `127.0.0.1:${port}`, '512'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const deadline = Date.now() + 10_000;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('smtp-sink did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { port, stop: () => void child.kill() };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const say = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', () => say(true));
    socket.once('error', () => say(false));
  });
}
