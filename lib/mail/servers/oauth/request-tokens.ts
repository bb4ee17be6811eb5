import { z } from 'zod';
import { messageOf } from '#lib/core/errors.ts';
import type { Result } from '#lib/core/result.ts';
import type { OauthError } from './explain-oauth-error.ts';

/** A provider that is silent for longer is given up on. */
const timeoutMs = 15_000;
/** Characters. */
const longestAnswer = 65_536;

/** What a token endpoint hands out (RFC 6749 section 5.1). */
export interface Tokens {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  /** Null: the one we have stays valid. */
  refreshToken: string | null;
  /** Seconds until the grant itself ends, where the provider says so. */
  grantExpiresIn: number | null;
  /** What was allowed in the end; null: all that was asked. */
  scopes: string[] | null;
  /** Who consented (OpenID Connect), not yet read. */
  idToken: string | null;
}

const token = z.string().min(1).max(20_000);
const seconds = z.coerce.number().positive().max(1e9);
const answerSchema = z.object({
  access_token: token,
  expires_in: seconds.default(3600),
  refresh_token: token.optional(),
  refresh_token_expires_in: seconds.optional(),
  scope: z.string().optional(),
  id_token: token.optional(),
});
const errorSchema = z.object({ error: z.string(), error_description: z.string().default('') });

/** Asks a token endpoint. A refusal, and a provider out of reach, are answers, not exceptions. */
export async function requestTokens(
  endpoint: string,
  form: Record<string, string>,
): Promise<Result<Tokens, OauthError>> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(form),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return readAnswer(response.status, await readShort(response));
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { ok: false, reason: { error: 'network', description: messageOf(cause) } };
  }
}

/** The text of an answer; empty where it is longer than one with tokens can be: the rest is not waited for. */
async function readShort(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of response.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > longestAnswer) return '';
  }
  return text;
}

function readAnswer(status: number, body: string): Result<Tokens, OauthError> {
  const json = parse(body);
  const refusal = errorSchema.safeParse(json);
  if (refusal.success && status >= 400 && status < 500 && status !== 429) {
    const { error, error_description: description } = refusal.data;
    return { ok: false, reason: { error, description } };
  }
  const answer = answerSchema.safeParse(json);
  if (status !== 200 || !answer.success) {
    return { ok: false, reason: { error: `status ${status}`, description: 'not an answer with tokens' } };
  }
  const { data } = answer;
  const tokens: Tokens = {
    accessToken: data.access_token,
    expiresIn: data.expires_in,
    refreshToken: data.refresh_token ?? null,
    grantExpiresIn: data.refresh_token_expires_in ?? null,
    scopes: data.scope?.split(/\s+/).filter(Boolean) ?? null,
    idToken: data.id_token ?? null,
  };
  return { ok: true, value: tokens };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
