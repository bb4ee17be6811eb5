import { getServers } from 'node:dns';
import { isIP } from 'node:net';
import type { Env } from '#lib/core/env.ts';

/** A resolver to ask. */
export interface DnsServer {
  address: string;
  port: number;
}

/** The resolvers of DNS_SERVERS, else the system's. */
export function dnsServerList(env: Pick<Env, 'dnsServers'>): DnsServer[] {
  return (env.dnsServers ?? getServers()).map(readServer);
}

/** `address`, `address:port` or `[address]:port`. */
function readServer(text: string): DnsServer {
  if (isIP(text)) return { address: text, port: 53 };
  const [, address = text, port = '53'] = /^\[?([0-9a-f.:%\w]+?)\]?:(\d{1,5})$/i.exec(text) ?? [];
  return { address, port: Number(port) };
}
