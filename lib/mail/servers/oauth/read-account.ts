import { z } from 'zod';

const claims = z.object({
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  email: z.string().optional(),
  preferred_username: z.string().optional(),
  upn: z.string().optional(),
});

/**
 * The addresses the consenting account has, lower case, from its ID token. It came from the token endpoint itself, so
 * its signature need not be checked (OpenID Connect Core section 3.1.3.7, point 6); for whom it was made, must be.
 * @returns an empty list where the token names none, or was made for somebody else
 */
export function readAccount(idToken: string | null, clientId: string): string[] {
  const parsed = claims.safeParse(payloadOf(idToken ?? ''));
  if (!parsed.success) return [];
  const { aud, email, preferred_username: preferred, upn } = parsed.data;
  if (aud !== undefined && ![aud].flat().includes(clientId)) return [];
  const names = [email, preferred, upn].filter((name) => name?.includes('@'));
  return [...new Set(names.map((name) => String(name).trim().toLowerCase()))];
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
