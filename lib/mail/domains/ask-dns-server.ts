import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createConnection, isIPv6 } from 'node:net';
import { type DecodedPacket, decode, encode, RECURSION_DESIRED, streamEncode } from 'dns-packet';
import type { DnsServer } from './dns-server-list.ts';

/** What is asked; the name in ASCII. */
export interface DnsQuestion {
  name: string;
  type: 'TXT' | 'MX' | 'A' | 'AAAA' | 'CNAME' | 'NS' | 'PTR';
}

/** What one datagram carries without being cut into fragments (DNS flag day 2020). */
const udpPayloadSize = 1232;

/**
 * Puts one question to one resolver: over UDP, and over TCP where the answer does not fit (RFC 7766 section 5). Node's
 * own resolver tells no TTL for TXT records, so that we speak DNS ourselves.
 * @param signal ends the waiting
 * @throws Error when there is no answer
 */
export async function askDnsServer(
  server: DnsServer,
  question: DnsQuestion,
  signal: AbortSignal,
): Promise<DecodedPacket> {
  signal.throwIfAborted();
  const id = randomInt(0x10000);
  const query = {
    type: 'query' as const,
    id,
    flags: RECURSION_DESIRED,
    questions: [question],
    additionals: [
      {
        type: 'OPT' as const,
        name: '.',
        udpPayloadSize,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  };
  const fits = (answer: DecodedPacket) => isAnswerTo(answer, id, question);
  const short = await askByUdp(server, encode(query), fits, signal);
  return short.flag_tc ? askByTcp(server, streamEncode(query), fits, signal) : short;
}

/** A late answer to another question, or a forged one, is not ours (RFC 5452 section 9.1). */
function isAnswerTo(answer: DecodedPacket, id: number, { name, type }: DnsQuestion): boolean {
  const [asked] = answer.questions ?? [];
  if (answer.type !== 'response' || answer.id !== id) return false;
  // A resolver that cannot read the question may leave it out.
  return asked === undefined || (asked.type === type && asked.name.toLowerCase() === name.toLowerCase());
}

type Fits = (answer: DecodedPacket) => boolean;

function askByUdp(server: DnsServer, query: Buffer, fits: Fits, signal: AbortSignal): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
    let over = false;
    const finish = (act: () => void) => {
      if (over) return;
      over = true;
      signal.removeEventListener('abort', onAbort);
      socket.close();
      act();
    };
    const onAbort = () => finish(() => reject(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => finish(() => reject(error)));
    socket.on('message', (bytes) => {
      const answer = tryDecode(() => decode(bytes));
      if (answer && fits(answer)) finish(() => resolve(answer));
    });
    // Connected, so that a closed port is told at once and nobody else can answer. Not in a callback of connect: Node hands
    // that the error of a resolver out of reach, and what it throws then ends the process.
    socket.once('connect', () => socket.send(query));
    socket.connect(server.port, server.address);
  });
}

function askByTcp(server: DnsServer, query: Buffer, fits: Fits, signal: AbortSignal): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: server.address, port: server.port });
    let received = Buffer.alloc(0);
    const finish = (act: () => void) => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      act();
    };
    const onAbort = () => finish(() => reject(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => socket.write(query));
    socket.on('data', (piece) => {
      received = Buffer.concat([received, piece]);
      if (received.length < 2 || received.length < received.readUInt16BE(0) + 2) return;
      const answer = tryDecode(() => decode(received.subarray(2)));
      finish(() => (answer && fits(answer) ? resolve(answer) : reject(new Error('the resolver sent a broken answer'))));
    });
    socket.once('error', (error) => finish(() => reject(error)));
    socket.once('close', () => finish(() => reject(new Error('the resolver closed the connection'))));
  });
}

function tryDecode(read: () => DecodedPacket): DecodedPacket | null {
  try {
    return read();
  } catch {
    return null;
  }
}
