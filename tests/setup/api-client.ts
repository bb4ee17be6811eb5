import type { Product } from './run-product.ts';

/** Starts a product that has an administrator and this key from the first second on. */
export const administratorKey = 'key-of-the-story-tests-0123456789abcdef';
export const administratorEnv = {
  BOOTSTRAP_ADMIN_EMAIL: 'anna@mycompany.example',
  BOOTSTRAP_ADMIN_PASSWORD: 'correct horse battery staple',
  BOOTSTRAP_API_KEY: administratorKey,
};

// biome-ignore lint/suspicious/noExplicitAny: answers are JSON whose shape the assertions state.
export type Json = any;

export interface ApiAnswer {
  status: number;
  headers: Headers;
  body: Json;
}

/** Speaks `/api/v1` as a program does. Nothing is thrown for an error status: tests say what they expect. */
export interface ApiClient {
  get(path: string): Promise<ApiAnswer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  patch(path: string, body: unknown): Promise<ApiAnswer>;
  put(path: string, body: unknown): Promise<ApiAnswer>;
  remove(path: string): Promise<ApiAnswer>;
  /** Hands a raw mail to the gateway. */
  gateway(raw: Uint8Array, headers?: Record<string, string>, query?: string): Promise<ApiAnswer>;
  /** Any body, any type. */
  raw(method: string, path: string, body: BodyInit | null, headers?: Record<string, string>): Promise<ApiAnswer>;
  download(path: string): Promise<Buffer>;
}

export function apiClient({ port }: Pick<Product, 'port'>, key: string | null = administratorKey): ApiClient {
  const base = `http://127.0.0.1:${port}/api/v1`;
  const authorization: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const send = (method: string, path: string, body: BodyInit | null, headers: Record<string, string> = {}) =>
    fetch(`${base}${path}`, { method, body, headers: { ...authorization, ...headers } });
  const ask = async (...request: Parameters<typeof send>) => readAnswer(await send(...request));
  const json = { 'content-type': 'application/json' };
  const withJson = (method: string) => (path: string, body?: unknown, headers?: Record<string, string>) =>
    ask(method, path, body === undefined ? null : JSON.stringify(body), { ...json, ...headers });
  return {
    get: (path) => ask('GET', path, null),
    post: withJson('POST'),
    patch: withJson('PATCH'),
    put: withJson('PUT'),
    remove: (path) => ask('DELETE', path, null),
    gateway: (raw, headers = {}, query = '') =>
      ask('POST', `/gateway${query}`, raw as BodyInit, { 'content-type': 'message/rfc822', ...headers }),
    raw: ask,
    download: async (path) => Buffer.from(await (await send('GET', path, null)).arrayBuffer()),
  };
}

/** A key of another user, made as the console makes it: sign in, then ask for a key with the cookie. */
export async function signInForKey({ port }: Pick<Product, 'port'>, email: string, password: string): Promise<string> {
  const origin = `http://localhost:${port}`;
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { origin, cookie: cookie(), ...(init.headers as Record<string, string>) };
    const response = await fetch(`${origin}${path}`, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return response;
  };
  const { csrfToken } = (await (await ask('/api/auth/csrf')).json()) as { csrfToken: string };
  const form = new URLSearchParams({ csrfToken, email, password, json: 'true' });
  await ask('/api/auth/callback/credentials', { method: 'POST', body: form });
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'Story' });
  return bodyOf(await readAnswer(await ask('/api/v1/api-keys', { method: 'POST', headers, body }))).key;
}

/** The body of an answer that has to be a success; anything else fails with the problem in words. */
export function bodyOf({ status, body }: ApiAnswer): Json {
  if (status >= 200 && status < 300) return body;
  throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
}

async function readAnswer(response: Response): Promise<ApiAnswer> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text };
}
