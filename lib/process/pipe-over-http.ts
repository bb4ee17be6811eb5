import { messageOf } from '#lib/core/errors.ts';
import type { TraceLine } from '#lib/core/trace.ts';
import { hasNoRoute } from '#lib/mail/incoming/pipe/has-no-route.ts';
import { readWhole } from '#lib/mail/incoming/pipe/read-whole.ts';
import type { PipeArguments } from './pipe-arguments.ts';
import { PipeFailure, pipeExit } from './pipe-exit-code.ts';

export interface PipeGoal {
  /** Base address of the installation. */
  url: string;
  key: string;
  maxMb: number;
}

const limitMs = 120_000;

/**
 * Hands a mail to the gateway of an installation elsewhere.
 * @returns the number of the incoming mail
 * @throws PipeFailure
 */
export async function pipeOverHttp(
  stdin: AsyncIterable<Uint8Array>,
  given: PipeArguments,
  goal: PipeGoal,
): Promise<number> {
  const raw = await readWhole(stdin, goal.maxMb);
  if (given.strict) {
    const { trace } = await post(raw, given, goal, true);
    if (hasNoRoute(trace)) throw new PipeFailure(pipeExit.noUser, 'Nobody there takes mail for its recipients.');
  }
  const { id } = await post(raw, given, goal, false);
  return id;
}

async function post(
  raw: Buffer<ArrayBuffer>,
  { from, to, serverId }: PipeArguments,
  goal: PipeGoal,
  dryRun: boolean,
): Promise<{ id: number; trace: TraceLine[] }> {
  const query = new URLSearchParams({
    ...(dryRun ? { dryRun: '1' } : {}),
    ...(serverId === null ? {} : { incomingServerId: String(serverId) }),
  });
  const headers = {
    'Content-Type': 'message/rfc822',
    Authorization: `Bearer ${goal.key}`,
    ...(from === null ? {} : { 'X-Envelope-From': `<${from}>` }),
    ...(to.length === 0 ? {} : { 'X-Envelope-To': to.join(', ') }),
  };
  const address = `${goal.url.replace(/\/+$/, '')}/api/v1/gateway?${query}`;
  try {
    const request = { method: 'POST', headers, body: raw, redirect: 'manual', signal: AbortSignal.timeout(limitMs) };
    const response = await fetch(address, request as RequestInit);
    if (response.status !== 200) throw refusal(response.status);
    return (await response.json()) as { id: number; trace: TraceLine[] };
  } catch (error) {
    if (error instanceof PipeFailure) throw error;
    throw new PipeFailure(pipeExit.later, `${goal.url} does not answer: ${messageOf(error)}.`, error);
  }
}

function refusal(status: number): PipeFailure {
  const said = `PIPE_MAIL_URL answers with status ${status}`;
  if (status === 400 || status === 413)
    return new PipeFailure(pipeExit.data, `${said}: the mail is empty or too large.`);
  if (status === 401 || status === 403) {
    return new PipeFailure(
      pipeExit.noPermission,
      `${said}: set PIPE_MAIL_KEY to an API key with the scope gateway:write.`,
    );
  }
  if (status >= 500 || status === 429 || status === 408)
    return new PipeFailure(pipeExit.later, `${said}; try again later.`);
  return new PipeFailure(pipeExit.unavailable, `${said}: no gateway of PerfectWORK Mail takes mail there.`);
}
