import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { AppError, invalidField } from '#lib/core/errors.ts';
import type { Ctx } from '#lib/db/context.ts';
import { normaliseDomain } from '#lib/mail/message/address.ts';

/**
 * Refuses hosts in the networks of EGRESS_DENY, whatever name they hide behind.
 * @throws AppError `invalid` (field `host`) for a denied or unusable host, `unavailable` when the name has no address
 */
export async function assertHostAllowed(ctx: Ctx, host: string): Promise<void> {
  await resolveAllowedHost(ctx, host);
}

/**
 * The addresses of a host, each checked against EGRESS_DENY. Connect to these and not to the name: a second look-up
 * might answer something else (DNS rebinding).
 * @throws AppError as {@link assertHostAllowed}
 */
export async function resolveAllowedHost(ctx: Ctx, host: string): Promise<LookupAddress[]> {
  const addresses = await resolveHost(host);
  const denied = addresses.find(({ address }) => isDenied(address, ctx.env.egressDeny));
  if (!denied) return addresses;
  const shown = denied.address === host ? host : `${host} (${denied.address})`;
  throw invalidField('host', `${shown} is in a network that this installation does not connect to (EGRESS_DENY).`);
}

/** IPv4 first: a host with a broken IPv6 path is common, one with a broken IPv4 path is not. */
async function resolveHost(host: string): Promise<LookupAddress[]> {
  const bare = host.replace(/^\[|\]$/g, '');
  const family = isIP(bare);
  if (family !== 0) return [{ address: bare, family }];
  try {
    // The system's resolver knows names beyond ASCII only in their ASCII form (RFC 5891 section 4.4).
    return await lookup(normaliseDomain(bare), { all: true, order: 'ipv4first' });
  } catch (cause) {
    const temporary = (cause as NodeJS.ErrnoException).code === 'EAI_AGAIN';
    const message = temporary
      ? `The name ${host} could not be looked up: the DNS resolver did not answer. Try again in a minute.`
      : `There is no mail server called ${host}: the name has no address. Check the spelling.`;
    throw new AppError('unavailable', message, { cause });
  }
}

function isDenied(address: string, deny: string): boolean {
  const ip = ipaddr.process(address);
  return deny
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .some((network) => {
      const [range, bits] = ipaddr.parseCIDR(network.includes('/') ? network : `${network}/${hostBits(network)}`);
      return ip.kind() === range.kind() && ip.match([range, bits]);
    });
}

function hostBits(address: string): number {
  return address.includes(':') ? 128 : 32;
}
