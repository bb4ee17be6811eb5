import type { z } from 'zod';
import type { ListFields, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';

/** What an operation gets once the request has been checked. */
export interface Call<Body> {
  ctx: Ctx;
  request: Request;
  /** Of the path, e.g. `{ id: '7' }`. */
  params: Record<string, string>;
  /** `params.id` as a whole number; 0 where the path has none. */
  id: number;
  query: URLSearchParams;
  /** Of a list operation. */
  list: ListQuery;
  body: Body;
}

/** One method of one path: what checks the request, what documents it, and the verb that does it. */
export interface Operation<Body> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, with `{name}` for parameters. */
  path: string;
  /** The resource, e.g. `emails`. */
  tag: string;
  summary: string;
  /** `<resource>:read` or `<resource>:write`; what an API key must hold. */
  scope: string;
  /** Makes it a list: `limit cursor offset q sort` and these filters. */
  list?: ListFields;
  /** Further query parameters, for the documentation. */
  queryParameters?: Record<string, string>;
  body?: z.ZodType<Body>;
  /** The body is taken raw from `request` (a mail, a file); its media type. */
  rawBody?: string;
  response?: z.ZodType;
  /** Of success; 201 for a POST that creates, 204 for DELETE, 200 otherwise unless given. */
  status?: number;
  /** `Idempotency-Key` is honoured. */
  sendsMail?: boolean;
  run(call: Call<Body>): Promise<unknown>;
}

/** An operation of any body: what lists of operations hold. Its schema guarantees that `run` gets what it expects. */
export type AnyOperation = Operation<unknown>;

/** Gives an operation its types; the list of all is `app/api/v1/operations.ts`. */
export function defineOperation<Body>(operation: Operation<Body>): AnyOperation {
  return operation as unknown as AnyOperation;
}

/** The HTTP status of success. */
export function successStatus(operation: AnyOperation): number {
  return operation.status ?? (operation.method === 'DELETE' ? 204 : 200);
}
