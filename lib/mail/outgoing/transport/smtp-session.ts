import type { Socket } from 'node:net';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { readFeatures, type SmtpFeatures } from '#lib/mail/outgoing/transport/smtp-features.ts';
import type { Transcript } from '#lib/mail/outgoing/transport/transcript.ts';

/** What says more than this in one reply is no mail server. */
const longestReply = 65_536;
/** A command or a piece of the message must be answered or taken within this time. */
export const stepTimeoutMs = 120_000;
/** How long a server may take to close after QUIT. */
const farewellMs = 10_000;

/** A connection that has greeted, secured itself and signed in. */
export interface SmtpSession {
  socket: Socket;
  /** What the server announced in its last answer to EHLO. */
  features: SmtpFeatures;
  /** Sends commands in one segment; several at once only where the server has PIPELINING (RFC 2920). */
  say(commands: string[]): void;
  /** Sends the end of a message. */
  send(bytes: Buffer): void;
  /** Sends a part of a message; resolves once there is room for more, or the server says something. */
  write(bytes: Buffer, timeoutMs: number): Promise<void>;
  /**
   * The next reply of the server, the lines of it parted by a line feed.
   * @throws Error with a code: `ETIMEDOUT` when it is silent for too long, the network's own where the connection ends
   */
  hear(timeoutMs: number): Promise<string>;
  /**
   * A reply that came already; null: none.
   * @throws as {@link hear}, where the connection has ended
   */
  heard(): string | null;
  /** The server is there, and has said nothing that nobody asked for. */
  isIdle(): boolean;
  /** Says goodbye. */
  quit(): void;
  close(): void;
}

/**
 * Takes a connection over from nodemailer, whose trade ends with the sign-in: it sends a message and tells what came of
 * it, while we have to know before the final dot, and in one segment with it.
 */
export function openSession(smtp: SMTPConnection, transcript: Transcript): SmtpSession {
  const socket = smtp._socket as Socket;
  const replies: string[] = [];
  let lines: string[] = [];
  let rest = '';
  let lost: Error | null = null;
  let wake: () => void = () => undefined;

  const lose = (error: Error) => {
    if (lost) return;
    if (/^[45]\d\d[ -]/.test(rest)) take(rest);
    lost = error;
    socket.destroy();
    wake();
  };
  const take = (line: string) => {
    if (lines.length === 0 && line.trim() === '') return;
    lines.push(line);
    if (/^\d+-/.test(line)) return;
    const reply = decode(lines.join('\n'));
    lines = [];
    transcript.note('S:', reply);
    replies.push(reply);
  };
  const onData = (piece: Buffer) => {
    const pieces = (rest + piece.toString('latin1')).split(/\r?\n/);
    rest = pieces.pop() ?? '';
    for (const line of pieces) take(line);
    const size = lines.reduce((sum, line) => sum + line.length, rest.length);
    if (size > longestReply) lose(coded('the server’s reply does not end', 'EPROTOCOL'));
    if (replies.length > 0) wake();
  };

  socket.removeAllListeners('data');
  socket.setTimeout(0);
  socket.on('data', onData);
  socket.on('drain', () => wake());
  socket.on('error', lose);
  socket.on('close', () => lose(coded('the connection ended', 'ECONNECTION')));

  /** Until somebody wakes us; who waits for too long loses the connection. */
  const wait = (timeoutMs: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => lose(coded('the server did not answer in time', 'ETIMEDOUT')), timeoutMs);
      wake = () => {
        clearTimeout(timer);
        wake = () => undefined;
        resolve();
      };
    });
  const heard = () => {
    const reply = replies.shift();
    if (reply === undefined && lost) throw lost;
    return reply ?? null;
  };

  return {
    socket,
    features: readFeatures(smtp),
    say: (commands) => {
      for (const command of commands) transcript.note('C:', command);
      socket.write(`${commands.join('\r\n')}\r\n`);
    },
    send: (bytes) => void socket.write(bytes),
    write: async (bytes, timeoutMs) => {
      if (!socket.write(bytes) && replies.length === 0 && !lost) await wait(timeoutMs);
    },
    hear: async (timeoutMs) => {
      for (;;) {
        const reply = heard();
        if (reply !== null) return reply;
        await wait(timeoutMs);
      }
    },
    heard,
    isIdle: () => !lost && socket.writable && replies.length === 0,
    quit: () => {
      socket.end('QUIT\r\n');
      socket.setTimeout(farewellMs, () => socket.destroy());
    },
    close: () => lose(coded('the connection was closed', 'ECONNECTION')),
  };
}

function coded(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}

/** Replies are ASCII, or UTF-8 (RFC 6531 section 3.7.4.2); what is neither stays legible. */
function decode(latin1: string): string {
  const text = Buffer.from(latin1, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? latin1 : text;
}
