import { parseArgs } from 'node:util';
import { messageOf } from '#lib/core/errors.ts';
import { PipeFailure, pipeExit } from './pipe-exit-code.ts';

export interface PipeArguments {
  /** Null: not told; empty: the null sender. */
  from: string | null;
  to: string[];
  serverId: number | null;
  strict: boolean;
}

export const pipeUsage = `Usage: npm --silent run pipe-mail -- [--from ADDRESS] [--to ADDRESS]... [--server ID] [--strict] < mail

Hands one raw mail in. Where SENDER and ORIGINAL_RECIPIENT or RECIPIENT are set, as Postfix does, --from and --to may be left out.

  --from ADDRESS   envelope sender; <> for the null sender of reports
  --to ADDRESS     envelope recipient; may be repeated
  --server ID      the incoming server (type Local) whose fallback model and settings apply
  --strict         end with 67 when nobody here takes mail for the recipient, instead of keeping it in quarantine

It writes into the database of DATA_DIR or DATABASE_URL; with PIPE_MAIL_URL and PIPE_MAIL_KEY (an API key with the scope
gateway:write) it hands the mail over HTTP to an installation elsewhere.

Exit codes: 0 kept, 64 wrong arguments, 65 empty or too large, 67 unknown recipient, 69 refused by PIPE_MAIL_URL,
70 internal fault, 75 try again later, 77 no access.`;

const options = {
  from: { type: 'string', short: 'f' },
  to: { type: 'string', multiple: true },
  server: { type: 'string' },
  strict: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the command line of `pipe-mail`; recipients may also stand at its end.
 * @throws PipeFailure 64
 */
export function readPipeArguments(args: string[], env: NodeJS.ProcessEnv): PipeArguments | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const from = values.from ?? env.SENDER ?? null;
  const named = [...(values.to ?? []), ...positionals];
  const told = env.ORIGINAL_RECIPIENT || env.RECIPIENT;
  const to = (named.length > 0 ? named : told ? [told] : []).map(bare);
  const wrong = to.find((address) => !/^[^\s,]+@[^\s,@]+$/.test(address));
  if (wrong !== undefined && named.length > 0) throw usage(`"${wrong}" is not an address.`);
  return {
    from: from === null ? null : bare(from),
    to: wrong === undefined ? to : [],
    serverId: readServer(values.server),
    strict: values.strict ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw usage(messageOf(error));
  }
}

function bare(address: string): string {
  return address.trim().replace(/^<(.*)>$/, '$1');
}

function readServer(given: string | undefined): number | null {
  if (given === undefined) return null;
  const id = Number(given);
  if (!Number.isInteger(id) || id < 1 || id > 2_147_483_647)
    throw usage('--server wants the number of an incoming server.');
  return id;
}

function usage(fault: string): PipeFailure {
  return new PipeFailure(pipeExit.usage, `${fault}\n${pipeUsage}`);
}
