import { ApiError } from '#app/api-client.ts';
import type { GatewayAnswer } from '#lib/mail/incoming/trace/gateway-answer.ts';

/** A mail and what its envelope says. */
export interface Question {
  mail: Blob;
  envelopeFrom: string;
  envelopeTo: string;
}

/**
 * Asks the gateway what it would do.
 * @throws ApiError in the words of the refusal
 */
export async function askGateway({ mail, envelopeFrom, envelopeTo }: Question): Promise<GatewayAnswer> {
  const headers: Record<string, string> = { 'content-type': 'message/rfc822' };
  if (envelopeFrom.trim()) headers['x-envelope-from'] = envelopeFrom.trim();
  if (envelopeTo.trim()) headers['x-envelope-to'] = envelopeTo.trim();
  const response = await fetch('/api/v1/gateway?dryRun=1', { method: 'POST', body: mail, headers });
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => null);
  throw new ApiError(response.status, problem?.detail ?? `The server answered ${response.status}. Try again.`);
}
