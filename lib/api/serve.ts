import { authenticateApiKey } from '#lib/auth/authenticate-api-key.ts';
import { currentActor } from '#lib/auth/current-actor.ts';
import { isOwnOrigin } from '#lib/auth/own-origin.ts';
import { requireScope, requireSignedIn } from '#lib/auth/permissions.ts';
import { problemOf, toAppError } from '#lib/auth/problem.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { AppError, errorStatus } from '#lib/core/errors.ts';
import { type ListQuery, parseListQuery } from '#lib/core/list-query.ts';
import { type Actor, anonymousActor, type Ctx } from '#lib/db/context.ts';
import type { Runtime } from '#lib/process/runtime.ts';
import { answerOnce } from './answer-once.ts';
import { type AnyOperation, type Call, successStatus } from './operation.ts';

/** JSON bodies beyond this are refused; files and mails are streamed by their own operations. */
const maxJsonBytes = 2_000_000;
const noList: ListQuery = { limit: 50, sort: { field: 'id', descending: true }, filters: [] };

type RouteHandler = (request: Request, params: Record<string, string>) => Promise<Response>;

/** Turns an operation into a handler: who, may they, what do they say, then the verb, then JSON. */
export function serve(operation: AnyOperation): RouteHandler {
  return async (request, params) => {
    let runtime: Runtime | undefined;
    try {
      runtime = await webRuntime();
      const ctx = runtime.ctxFor(await actorOf(runtime, request));
      requireSignedIn(ctx.actor);
      requireScope(ctx.actor, operation.scope);
      return await answer(operation, await readCall(operation, ctx, request, params));
    } catch (error) {
      return errorResponse(error, runtime);
    }
  };
}

/** The problem+json answer for anything thrown; faults of our own are logged with their cause. */
export function errorResponse(error: unknown, runtime?: Runtime): Response {
  const appError = toAppError(error);
  if (errorStatus[appError.code] >= 500) runtime?.log.error({ err: error }, 'a request failed');
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  if (appError.details.retryAfterSeconds) headers['retry-after'] = String(appError.details.retryAfterSeconds);
  return new Response(JSON.stringify(problemOf(appError)), { status: errorStatus[appError.code], headers });
}

async function actorOf(runtime: Runtime, request: Request): Promise<Actor> {
  const authorization = request.headers.get('authorization');
  if (authorization) {
    const key = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
    const actor = key && (await authenticateApiKey(runtime.ctxFor(anonymousActor), key));
    if (!actor) throw new AppError('unauthenticated', 'The API key is unknown or revoked.');
    return actor;
  }
  const actor = await currentActor();
  if (actor && request.method !== 'GET') requireSameOrigin(request, runtime.env.publicUrl);
  return actor ?? anonymousActor;
}

/** A cookie is sent along by other sites' pages too; their requests change nothing. */
function requireSameOrigin(request: Request, publicUrl: string): void {
  if (isOwnOrigin(request.headers, publicUrl)) return;
  const origin = request.headers.get('origin');
  const words = origin
    ? `This request comes from ${origin}; the console is at ${publicUrl}. Open it there.`
    : 'This request does not come from the console. Programs use an API key.';
  throw new AppError('forbidden', words);
}

async function readCall(
  operation: AnyOperation,
  ctx: Ctx,
  request: Request,
  params: Record<string, string>,
): Promise<Call<unknown>> {
  const query = new URL(request.url).searchParams;
  return {
    ctx,
    request,
    params,
    id: params.id === undefined ? 0 : readId(params.id),
    query,
    list: operation.list ? parseListQuery(query, operation.list) : noList,
    body: operation.body?.parse(await readJson(request)),
  };
}

function readId(text: string): number {
  const id = Number(text);
  if (!Number.isInteger(id) || id < 1 || id > 2_147_483_647)
    throw new AppError('not_found', `There is no record "${text.slice(0, 50)}".`);
  return id;
}

async function readJson(request: Request): Promise<unknown> {
  const length = Number(request.headers.get('content-length') ?? 0);
  const text = length > maxJsonBytes ? null : await boundedText(request);
  if (text === null) throw new AppError('too_large', 'The body is larger than 2 MB.');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('malformed', 'The body is not valid JSON.', { cause: error });
  }
}

/** Null as soon as there is more than we take: a body that comes in pieces names no length beforehand. */
async function boundedText({ body }: Request): Promise<string | null> {
  if (!body) return '';
  const pieces: Uint8Array[] = [];
  let size = 0;
  // Who stops reading leaves the rest to the server; a cancelled stream would cut the client off before it has our answer.
  for await (const piece of body.values({ preventCancel: true })) {
    size += piece.length;
    if (size > maxJsonBytes) return null;
    pieces.push(piece);
  }
  return new TextDecoder().decode(Buffer.concat(pieces));
}

async function answer(operation: AnyOperation, call: Call<unknown>): Promise<Response> {
  const key = operation.sendsMail ? call.request.headers.get('idempotency-key') : null;
  const status = successStatus(operation);
  if (key) {
    const path = new URL(call.request.url).pathname;
    const once = await answerOnce(call.ctx, { key, method: operation.method, path, body: call.body }, async () => ({
      status,
      body: await operation.run(call),
    }));
    return Response.json(once.body, {
      status: once.status,
      headers: once.replayed ? { 'idempotency-replayed': 'true' } : {},
    });
  }
  const result = await operation.run(call);
  if (result instanceof Response) return result;
  return status === 204 ? new Response(null, { status }) : Response.json(result, { status });
}
