import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  RECURSION_AVAILABLE,
  streamEncode,
  TRUNCATED_RESPONSE,
} from 'dns-packet';

/** What the server says about one name: its records, or a way to fail. */
export type ZoneEntry =
  | Answer[]
  /** SERVFAIL, as of a zone whose own servers are down. */
  | 'servfail'
  /** No answer at all. */
  | 'silent'
  /** Over UDP only the truncation bit; the records come over TCP. */
  | { truncated: Answer[] };

export interface TestDnsServer {
  /** As DNS_SERVERS takes it. */
  address: string;
  /** Name (lower case) -> what it answers; other names do not exist. May be changed while it runs. */
  zone: Map<string, ZoneEntry>;
  /** What was asked, in order: `TXT _dmarc.example.com udp`. */
  asked: string[];
  /** Seconds that "there is no such name" holds. */
  negativeTtl: number;
  stop(): Promise<void>;
}

/** A TXT record. */
export function txt(name: string, text: string | string[], ttl = 600): Answer {
  return { name, type: 'TXT', ttl, class: 'IN', data: text };
}

/** A DNS server in this process, UDP and TCP on one free loopback port, whose zone a test writes. */
export async function startDnsServer(zone: Record<string, ZoneEntry> = {}): Promise<TestDnsServer> {
  const server: TestDnsServer = {
    address: '',
    zone: new Map(Object.entries(zone)),
    asked: [],
    negativeTtl: 120,
    stop: async () => undefined,
  };
  const tcp = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      const reply = answer(server, decode(bytes.subarray(2)), 'tcp');
      if (reply) socket.write(streamEncode(reply));
    });
  });
  const open = new Set<Socket>();
  const udp = createSocket('udp4');
  udp.on('message', (bytes, from) => {
    const reply = answer(server, decode(bytes), 'udp');
    if (reply) udp.send(encode(reply), from.port, from.address);
  });
  server.address = `127.0.0.1:${await bindBoth(tcp, udp)}`;
  server.stop = async () => {
    for (const socket of open) socket.destroy();
    await new Promise<void>((resolve) => udp.close(() => resolve()));
    await new Promise<void>((resolve) => tcp.close(() => resolve()));
  };
  return server;
}

/** One port for both: TCP chooses, as connections of other tests occupy its ports and hardly any of UDP. */
async function bindBoth(tcp: Server, udp: DatagramSocket): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    tcp.once('error', reject);
    tcp.listen(0, '127.0.0.1', resolve);
  });
  const { port } = tcp.address() as AddressInfo;
  await new Promise<void>((resolve, reject) => {
    udp.once('error', reject);
    udp.bind(port, '127.0.0.1', resolve);
  });
  return port;
}

function answer(server: TestDnsServer, query: DecodedPacket, transport: 'udp' | 'tcp'): Packet | null {
  const [question] = query.questions ?? [];
  if (!question) return null;
  server.asked.push(`${question.type} ${question.name} ${transport}`);
  const flags = AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE;
  const base = { type: 'response' as const, id: query.id ?? 0, flags, questions: [question] };
  const entry = server.zone.get(question.name.toLowerCase());
  if (entry === 'silent') return null;
  if (entry === 'servfail') return { ...base, flags: flags | 2 };
  if (entry === undefined) return { ...base, flags: flags | 3, authorities: [soa(server)] };
  if (!Array.isArray(entry) && transport === 'udp') return { ...base, flags: flags | TRUNCATED_RESPONSE };
  const records = Array.isArray(entry) ? entry : entry.truncated;
  const answers = records.filter((record) => record.type === question.type || record.type === 'CNAME');
  return answers.length > 0 ? { ...base, answers } : { ...base, authorities: [soa(server)] };
}

function soa({ negativeTtl }: TestDnsServer): Answer {
  const data = {
    mname: 'ns.test',
    rname: 'admin.test',
    serial: 1,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum: negativeTtl,
  };
  return { name: 'test', type: 'SOA', ttl: 900, class: 'IN', data };
}
