import { errorResponse } from '#lib/api/serve.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { sameText } from '#lib/core/crypto.ts';
import { AppError } from '#lib/core/errors.ts';
import { readMetrics } from '#lib/process/metrics.ts';

/** Prometheus: with METRICS_TOKEN as bearer, or without one while the server listens on loopback only. */
export async function GET(request: Request): Promise<Response> {
  const runtime = await webRuntime();
  const { metricsToken, host } = runtime.env;
  const given = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  const allowed = metricsToken
    ? sameText(given, metricsToken)
    : host === '127.0.0.1' || host === '::1' || host === 'localhost';
  if (!allowed) return errorResponse(new AppError('unauthenticated', 'Send METRICS_TOKEN as bearer token.'), runtime);
  const { text, contentType } = await readMetrics(runtime.client.db);
  return new Response(text, { headers: { 'content-type': contentType } });
}
