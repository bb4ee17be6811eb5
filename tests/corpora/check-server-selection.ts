import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAddress } from '#lib/mail/message/address.ts';
import { chooseServer } from '#lib/mail/outgoing/select/choose-server.ts';
import { matchFromFilter } from '#lib/mail/outgoing/select/match-from-filter.ts';
import { type Figure, Tally } from './figures.ts';

interface Server {
  id: string;
  from_filter: string | null;
  sequence: number;
}
interface Manifest {
  setups: Record<string, { notificationAddress: string | null; servers: Server[] | string }>;
  matchFromFilter: { email: string; filter: string | null; match: boolean }[];
  choose: { setup: string; from: string; server: string }[];
}

/** Which outgoing server is chosen; what it does to the From header is our own rule and not compared. */
export async function checkServerSelection(folder: string): Promise<Figure[]> {
  const tally = new Tally('server selection: filter and choice', 1);
  const manifest = JSON.parse(readFileSync(join(folder, 'dev-server-selection.json'), 'utf8')) as Manifest;
  for (const { email, filter, match } of manifest.matchFromFilter) {
    const got = matchFromFilter(parseAddress(email)?.address ?? '', filter) !== null;
    tally.check(got === match, `${email} and ${filter}: ${got}`);
  }
  for (const { setup, from, server } of manifest.choose) {
    const choice = chooseServer({
      author: parseAddress(from)?.address ?? null,
      notificationAddress: manifest.setups[setup]?.notificationAddress ?? null,
      servers: serversOf(manifest, setup),
      defaultServer: null,
    });
    const got = choice.ok ? choice.server.name : choice.reason;
    tally.check(got === server, `${from} in ${setup}: ${got} instead of ${server}`);
  }
  return [tally.figure()];
}

/** A setup may refer to the list above it, with another filter for one server. */
function serversOf({ setups }: Manifest, setup: string) {
  const own = setups[setup]?.servers;
  const listed = Object.values(setups).find((one) => Array.isArray(one.servers))?.servers as Server[];
  const changed = typeof own === 'string' ? /server "(\w+)" has from_filter "([^"]+)"/.exec(own) : null;
  return (Array.isArray(own) ? own : listed).map((server, index) => ({
    id: index + 1,
    name: server.id,
    fromFilter: changed?.[1] === server.id ? (changed[2] ?? null) : server.from_filter,
    priority: server.sequence,
    active: true,
  }));
}
