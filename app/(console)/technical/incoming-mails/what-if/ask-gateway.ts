import { ApiError } from '#app/api-client.ts';
import type { NamedAnswer } from '#lib/mail/incoming/trace/name-routes.ts';

/** A mail and what its envelope says. */
export interface Question {
  mail: Blob;
  envelopeFrom: string;
  envelopeTo: string;
  /** Number of the incoming server it would come by; null: none. */
  serverId: string | null;
}

/**
 * Asks the gateway what it would do.
 * @throws ApiError in the words of the refusal
 */
export async function askGateway({ mail, envelopeFrom, envelopeTo, serverId }: Question): Promise<NamedAnswer> {
  const headers: Record<string, string> = { 'content-type': 'message/rfc822' };
  if (envelopeFrom.trim()) headers['x-envelope-from'] = envelopeFrom.trim();
  if (envelopeTo.trim()) headers['x-envelope-to'] = envelopeTo.trim();
  const asked = new URLSearchParams({ dryRun: '1', ...(serverId && { incomingServerId: serverId }) });
  const response = await fetch(`/api/v1/gateway?${asked}`, { method: 'POST', body: mail, headers });
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => null);
  throw new ApiError(response.status, problem?.detail ?? `The server answered ${response.status}. Try again.`);
}
