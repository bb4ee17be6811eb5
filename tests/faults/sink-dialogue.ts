import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import certificate from 'smtp-server/lib/tls-options';
import { takeMessage } from './sink-message.ts';
import { openReader, type Reader } from './sink-reader.ts';
import type { SinkState } from './sink-state.ts';

/** One connection: who it is with, and the transaction under way. */
export interface Dialogue {
  sink: SinkState;
  socket: Socket;
  reader: Reader;
  secure: boolean;
  hasSender: boolean;
  recipients: string[];
  /** Answers, slowly while the sink is a tarpit. */
  say(reply: string): Promise<void>;
  /** Hangs up without a word. */
  drop(): void;
}

const tarpitMs = 2_000;

/** Talks SMTP with one client until either hangs up. */
export async function converse(sink: SinkState, socket: Socket): Promise<void> {
  const dialogue = openDialogue(sink, socket, false);
  if (sink.troubled('greet-554')) return bye(dialogue, '554 5.3.2 No service here');
  if (sink.troubled('greet-421')) return bye(dialogue, '421 4.3.2 Too busy');
  await dialogue.say('220 sink.example ESMTP');
  await listen(dialogue);
}

function openDialogue(sink: SinkState, socket: Socket, secure: boolean): Dialogue {
  const say = async (reply: string) => {
    if (sink.troubled('tarpit')) await sink.pause(tarpitMs);
    if (!socket.destroyed) socket.write(`${reply}\r\n`);
  };
  const reader = openReader(socket);
  return { sink, socket, reader, secure, hasSender: false, recipients: [], say, drop: () => socket.destroy() };
}

async function bye({ say, socket }: Dialogue, reply: string): Promise<void> {
  await say(reply);
  socket.end();
}

async function listen(dialogue: Dialogue): Promise<void> {
  for (let line = await dialogue.reader.line(); line !== null; line = await dialogue.reader.line()) {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'QUIT') return bye(dialogue, '221 2.0.0 Bye');
    if (verb === 'STAR') return secure(dialogue);
    await answer(dialogue, verb, line);
    if (dialogue.socket.writableEnded) return;
  }
}

async function answer(dialogue: Dialogue, verb: string, line: string): Promise<void> {
  if (verb === 'EHLO') return dialogue.say(capabilities(dialogue));
  if (verb === 'MAIL') return takeSender(dialogue);
  if (verb === 'RCPT') return takeRecipient(dialogue, line);
  if (verb === 'DATA') {
    await takeMessage(dialogue);
    return begin(dialogue);
  }
  if (verb === 'RSET') begin(dialogue);
  await dialogue.say(verb === 'RSET' || verb === 'NOOP' ? '250 2.0.0 Ok' : '502 5.5.1 Not known here');
}

function begin(dialogue: Dialogue): void {
  dialogue.hasSender = false;
  dialogue.recipients = [];
}

function capabilities({ sink, secure }: Dialogue): string {
  const { encryption, pipelining } = sink.programme;
  const offered = ['sink.example', '8BITMIME', 'ENHANCEDSTATUSCODES', 'SIZE 10000000'];
  if (pipelining) offered.push('PIPELINING');
  if (encryption === 'starttls' && !secure && !sink.troubled('strip-starttls')) offered.push('STARTTLS');
  return offered.map((word, index) => `250${index < offered.length - 1 ? '-' : ' '}${word}`).join('\r\n');
}

async function secure({ sink, socket, reader, say }: Dialogue): Promise<void> {
  await say('220 2.0.0 Go ahead');
  reader.release();
  const encrypted = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(certificate()) });
  encrypted.on('error', () => socket.destroy());
  await listen(openDialogue(sink, encrypted, true));
}

async function takeSender(dialogue: Dialogue): Promise<void> {
  const { sink, say } = dialogue;
  begin(dialogue);
  const reply = sink.troubled('mail-451')
    ? '451 4.3.0 Temporary failure'
    : sink.troubled('mail-550')
      ? '550 5.7.1 Sender not allowed'
      : null;
  if (reply) sink.log({ kind: 'refused', stage: 'mail', reply, recipients: [] });
  dialogue.hasSender = reply === null;
  await say(reply ?? '250 2.1.0 Ok');
}

async function takeRecipient(dialogue: Dialogue, line: string): Promise<void> {
  const { sink, say, recipients } = dialogue;
  const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
  if (!dialogue.hasSender) return say('503 5.5.1 MAIL first');
  const limit = sink.programme.recipientLimit ?? Number.POSITIVE_INFINITY;
  const reply = recipients.length >= limit ? '452 4.5.3 Too many recipients' : sink.atRecipient(address);
  if (!reply) {
    recipients.push(address);
    return say('250 2.1.5 Ok');
  }
  sink.log({ kind: 'refused', stage: 'rcpt', reply, recipients: [address] });
  await say(reply);
  if (reply.startsWith('421')) dialogue.socket.end();
}
