import type { ListParams } from '#components/table/list-types.ts';
import type { ListPage } from '#lib/core/list-query.ts';

/** A refusal of the API, in the words for the person who asked. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/**
 * Reads `/api/v1<path>` for the signed-in user.
 * @throws ApiError with the words of the problem+json answer
 */
export async function getJson<T>(path: string, params?: URLSearchParams, signal?: AbortSignal): Promise<T> {
  const query = params?.toString();
  return readAnswer(await fetch(`/api/v1${path}${query ? `?${query}` : ''}`, { signal }));
}

/**
 * Posts to `/api/v1<path>` for the signed-in user. For work that may last while the person goes on to another page:
 * a server action would be bound to the page it began on, and load that page anew at its end.
 * @throws ApiError with the words of the problem+json answer
 */
export async function postJson<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(`/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return readAnswer(response);
}

async function readAnswer<T>(response: Response): Promise<T> {
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => null);
  throw new ApiError(response.status, problem?.detail ?? `The server answered ${response.status}. Try again.`);
}

/** Reads one page of a list, as a data table asks for it. */
export function getPage<T>(path: string, params: ListParams, signal?: AbortSignal): Promise<ListPage<T>> {
  return getJson(path, searchParamsOf(params), signal);
}

/** The query string of a list. */
export function searchParamsOf({ q, sort, cursor, limit, filters }: ListParams): URLSearchParams {
  const entries = Object.entries({ q, sort, cursor, limit: limit && String(limit), ...filters });
  return new URLSearchParams(entries.filter((entry): entry is [string, string] => Boolean(entry[1])));
}
