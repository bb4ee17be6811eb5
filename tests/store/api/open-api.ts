import { operations } from '#app/api/v1/operations.ts';
import { dispatch } from '#lib/api/dispatch.ts';
import { createApiKey } from '#lib/auth/api-keys/create-api-key.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { makeCompany, makeUser } from '../../setup/people.ts';
import { openTestContext } from '../../setup/test-context.ts';

const answer = dispatch(operations);

export interface Asked {
  key?: string;
  body?: unknown;
  raw?: string | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
}

/** The API on a database of its own, with an administrator (Anna) and a user (Ben) of one company. Close it in `afterAll`. */
export async function openApi() {
  const t = await openTestContext();
  // The edge opens its runtime by itself, from the environment, at the first request.
  Object.assign(process.env, {
    DATABASE_URL: t.databaseUrl,
    APP_SECRET: t.ctx.env.appSecret,
    CRON_SECRET: t.ctx.env.cronSecret,
    SANDBOX_SMTP_PORT: '0',
    LOG_LEVEL: 'silent',
  });
  const companyId = await makeCompany(t.ctx);
  const person = { companyId, role: 'administrator' as const };
  const anna = await makeUser(t.ctx, { ...person, name: 'Anna', email: 'anna@mycompany.example' });
  const ben = await makeUser(t.ctx, { companyId, name: 'Ben', email: 'ben@mycompany.example' });
  const keyFor = async (actor: typeof anna.actor, scopes = ['*']) =>
    (await createApiKey(t.as(actor), { name: 'Test', scopes })).key;
  const administrator = await keyFor(anna.actor);
  return {
    administrator,
    employee: await keyFor(ben.actor),
    reader: await keyFor(anna.actor, ['blacklist:read']),
    ask: (method: string, path: string, asked: Asked = {}) => ask(method, path, { key: administrator, ...asked }),
    close: async () => {
      await (await webRuntime()).close();
      await t.close();
    },
  };
}

async function ask(method: string, path: string, { key, body, raw, headers = {} }: Asked) {
  const url = new URL(`http://localhost/api/v1${path}`);
  const init = {
    method,
    headers: { ...(key && { authorization: `Bearer ${key}` }), ...headers },
    body: raw ?? (body === undefined ? null : JSON.stringify(body)),
    duplex: 'half',
  };
  const request = new Request(url, init);
  const response = await answer(request, url.pathname.split('/').slice(3).map(decodeURIComponent));
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}
