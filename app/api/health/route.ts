import { webRuntime } from '#lib/auth/web-runtime.ts';
import { readHealth } from '#lib/jobs/read-health.ts';
import packageJson from '../../../package.json' with { type: 'json' };

/** For load balancers and the supervisor: 200 when mail flows, 503 otherwise. */
export async function GET(): Promise<Response> {
  const health = await webRuntime().then(
    (runtime) => readHealth(runtime.client.db),
    () => ({ status: 'unavailable' as const, database: 'down' as const, worker: 'none' as const }),
  );
  const body = { ...health, version: packageJson.version };
  return Response.json(body, { status: health.status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
