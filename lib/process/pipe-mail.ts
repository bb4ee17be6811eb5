import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Env } from '#lib/core/env.ts';
import { AppError, messageOf } from '#lib/core/errors.ts';
import { systemActor } from '#lib/db/context.ts';
import { findEmbeddedPostgres } from '#lib/db/embedded.ts';
import { handInMail } from '#lib/mail/incoming/pipe/hand-in-mail.ts';
import { explainDatabaseFailure } from './explain-failure.ts';
import { secretPath } from './keep-secrets.ts';
import { type PipeArguments, pipeUsage, readPipeArguments } from './pipe-arguments.ts';
import { codeOfFailure, PipeFailure, pipeExit, pipeExitCode } from './pipe-exit-code.ts';
import { pipeOverHttp } from './pipe-over-http.ts';
import { readSettings } from './read-settings.ts';
import { openRuntime } from './runtime.ts';

// `npm run pipe-mail`: one raw mail on stdin, from a mail server's alias or transport. Exit codes are those of sysexits.h,
// which mail servers understand; 0 means that the mail is kept.
try {
  const given = readPipeArguments(process.argv.slice(2), process.env);
  const said = given === 'help' ? pipeUsage : `Kept as incoming mail ${await pipe(given)}.`;
  process.stdout.write(`${said}\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(
    `${error instanceof AppError ? error.message : `The mail could not be kept: ${messageOf(error)}`}\n`,
  );
  process.exit(pipeExitCode(error));
}

async function pipe(given: PipeArguments): Promise<number> {
  if (process.stdin.isTTY) throw new PipeFailure(pipeExit.usage, `Give one raw mail on stdin.\n${pipeUsage}`);
  const settings = readSettings();
  const { PIPE_MAIL_URL: url, PIPE_MAIL_KEY: key } = process.env;
  return url
    ? pipeOverHttp(process.stdin, given, { url, key: key ?? '', maxMb: settings.mailInMaxMb })
    : pipeIn(given, settings);
}

async function pipeIn(given: PipeArguments, settings: Env): Promise<number> {
  const databaseUrl = settings.databaseUrl ?? findEmbeddedPostgres(resolve(settings.dataDir));
  if (!databaseUrl) {
    const advice = 'Start it, set DATA_DIR or DATABASE_URL, or set PIPE_MAIL_URL where it runs on another machine';
    throw new PipeFailure(pipeExit.later, `PerfectWORK Mail does not run on ${resolve(settings.dataDir)}. ${advice}.`);
  }
  const env = {
    ...settings,
    databaseUrl,
    appSecret: settings.appSecret || ownSecret(settings.dataDir),
    logLevel: 'silent',
  };
  try {
    const runtime = await openRuntime({ name: 'pipe-mail', env, databaseUrl, connections: 2 });
    const kept = await handInMail(runtime.ctxFor(systemActor), { ...given, raw: process.stdin });
    if (!kept.ok)
      throw new PipeFailure(pipeExit.noUser, `Nobody here takes mail for ${given.to.join(', ') || 'its recipients'}.`);
    return kept.value;
  } catch (error) {
    if (error instanceof AppError || codeOfFailure(error) === null) throw error;
    throw explainDatabaseFailure(databaseUrl, error);
  }
}

/** Only looked at by --strict, for the tokens in addresses: an account that may not read it pipes mail all the same. */
function ownSecret(dataDir: string): string {
  try {
    return readFileSync(secretPath(dataDir, 'APP_SECRET'), 'utf8').trim();
  } catch {
    return '';
  }
}
