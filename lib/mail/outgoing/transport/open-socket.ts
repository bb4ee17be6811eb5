import type { LookupAddress } from 'node:dns';
import { createConnection, isIPv6, type Socket } from 'node:net';

/** A TCP connection must stand within this time, all addresses together. */
export const connectTimeoutMs = 30_000;

/**
 * Opens a TCP connection to the first of a host's addresses that answers (RFC 8305).
 * @throws Error with the system's code (`ECONNREFUSED`, `ETIMEDOUT`, ...)
 */
export function openSocket(addresses: LookupAddress[], port: number, timeoutMs = connectTimeoutMs): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const [first] = addresses;
    const socket = createConnection({
      host: first?.address ?? '',
      port,
      autoSelectFamily: addresses.length > 1,
      lookup: (_name, _options, callback) =>
        // Node asks for one address or for all, and says which in its options.
        (callback as (error: null, found: LookupAddress[]) => void)(null, addresses),
      ...(addresses.length > 1 ? { host: 'mail-server' } : { family: isIPv6(first?.address ?? '') ? 6 : 4 }),
    });
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('the connection timed out'), { code: 'ETIMEDOUT' }));
    }, timeoutMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeListener('error', fail);
      resolve(socket);
    });
    socket.once('error', fail);
    function fail(error: NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] }): void {
      clearTimeout(timer);
      // Several addresses that all failed come as one AggregateError: the last one stands for them.
      reject(error.errors?.at(-1) ?? error);
    }
  });
}
