import type { TraceLine } from '#lib/core/trace.ts';
import { type FromFilterMatch, matchFromFilter } from '#lib/mail/outgoing/select/match-from-filter.ts';

/** What the selection needs to know of an outgoing server. `id` null = the default server the operator provides. */
export interface SelectableServer {
  id: number | null;
  name: string;
  /** Comma-separated domains and addresses; null or empty = any sender. */
  fromFilter: string | null;
  /** Lower first. */
  priority: number;
  active: boolean;
}

export type SelectionRule =
  | 'forced-server'
  | 'author-address'
  | 'author-domain'
  | 'default-from-address'
  | 'default-from-domain'
  | 'no-filter'
  | 'last-resort'
  | 'default-server';

export type ServerChoice =
  | { ok: true; server: SelectableServer; rule: SelectionRule; trace: TraceLine[] }
  | { ok: false; reason: string; trace: TraceLine[] };

export interface ServerChoiceInput {
  /** The address the server is looked for: bare, or null for a mail without an author. */
  author: string | null;
  notificationAddress: string | null;
  forcedServerId?: number | undefined;
  servers: SelectableServer[];
  defaultServer: SelectableServer | null;
}

/** The servers a mail may use, in the order they are looked at: active ones by priority, then by id. */
export function orderServers(servers: SelectableServer[]): SelectableServer[] {
  return servers.filter((server) => server.active).sort((a, b) => a.priority - b.priority || (a.id ?? 0) - (b.id ?? 0));
}

/**
 * The server of a mail: the first rule of the ordered table that finds one. A rule looks at all servers before the next
 * rule is tried, so priority only decides between servers that the same rule finds.
 */
export function chooseServer(input: ServerChoiceInput): ServerChoice {
  if (input.forcedServerId !== undefined) return chooseForced(input, input.forcedServerId);
  const servers = orderServers(input.servers);
  if (servers.length === 0) return chooseDefault(input);
  const trace: TraceLine[] = [];
  for (const step of steps(input)) {
    const server = step.skip ? undefined : servers.find(step.finds);
    trace.push({ rule: step.rule, matched: server !== undefined, detail: server ? step.found(server) : step.missed });
    if (server) return { ok: true, server, rule: step.rule, trace };
  }
  return { ok: false, reason: 'No outgoing server is active.', trace };
}

interface Step {
  rule: SelectionRule;
  skip: boolean;
  finds: (server: SelectableServer) => boolean;
  found: (server: SelectableServer) => string;
  missed: string;
}

function steps({ author, notificationAddress }: ServerChoiceInput): Step[] {
  return [
    filterStep('author-address', 'address', author, 'From'),
    filterStep('author-domain', 'domain', author, 'From'),
    filterStep('default-from-address', 'address', notificationAddress, 'default From'),
    filterStep('default-from-domain', 'domain', notificationAddress, 'default From'),
    {
      rule: 'no-filter',
      skip: false,
      finds: (server) => matchFromFilter('', server.fromFilter) === 'any',
      found: (server) => `"${server.name}" is the first server without a From filter.`,
      missed: 'Every active server has a From filter.',
    },
    {
      rule: 'last-resort',
      skip: false,
      finds: () => true,
      found: (server) => `No filter admits the sender: "${server.name}" is the first active server.`,
      missed: 'No outgoing server is active.',
    },
  ];
}

function filterStep(rule: SelectionRule, wanted: FromFilterMatch, address: string | null, what: string): Step {
  const subject =
    wanted === 'address' ? `the ${what} address ${address}` : `the domain of the ${what} address ${address}`;
  return {
    rule,
    skip: address === null,
    finds: (server) => address !== null && admitsBy(address, server.fromFilter, wanted),
    found: (server) => `The From filter of "${server.name}" names ${subject}.`,
    missed: address === null ? `There is no ${what} address.` : `No active server's From filter names ${subject}.`,
  };
}

/** A filter that names both an address and its domain is found by either rule; `matchFromFilter` reports the address first. */
function admitsBy(address: string, filter: string | null, wanted: FromFilterMatch): boolean {
  const match = matchFromFilter(address, filter);
  return match === wanted || (wanted === 'domain' && match === 'address');
}

function chooseForced(input: ServerChoiceInput, id: number): ServerChoice {
  const server = input.servers.find((candidate) => candidate.id === id);
  const name = server ? `"${server.name}"` : `number ${id}`;
  const line = (matched: boolean, detail: string): TraceLine[] => [{ rule: 'forced-server', matched, detail }];
  if (server?.active) {
    return {
      ok: true,
      server,
      rule: 'forced-server',
      trace: line(true, `The mail is bound to the outgoing server ${name}.`),
    };
  }
  const state = server ? 'is archived' : 'does not exist any more';
  const reason = `This mail is bound to the outgoing server ${name}, which ${state}. ${server ? 'Restore it or choose another' : 'Choose another'} server on the template or mailing, then retry.`;
  return { ok: false, reason, trace: line(false, reason) };
}

function chooseDefault({ defaultServer: server }: ServerChoiceInput): ServerChoice {
  const reason =
    'There is no active outgoing server and no default server. The mail waits until an outgoing server is added or restored.';
  const detail = server ? `There is no active outgoing server: the default server "${server.name}" sends.` : reason;
  const trace: TraceLine[] = [{ rule: 'default-server', matched: server !== null, detail }];
  return server ? { ok: true, server, rule: 'default-server', trace } : { ok: false, reason, trace };
}
