import { ApiError } from '#app/api-client.ts';
import type { RunResult } from '#lib/schedule/scheduled-action-schema.ts';

/**
 * Runs a scheduled action and waits for it. By the API and not by a server action: those queue up behind each other, and
 * cannot be taken back.
 * @throws ApiError with the reason, e.g. that it is running already
 */
export async function runNow(id: number, signal: AbortSignal): Promise<RunResult> {
  const response = await fetch(`/api/v1/scheduled-actions/${id}/run`, { method: 'POST', signal });
  const body = await response.json().catch(() => null);
  if (response.ok) return body as RunResult;
  throw new ApiError(response.status, body?.detail ?? `The server answered ${response.status}. Try again.`);
}
