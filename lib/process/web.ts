import { createServer, type IncomingMessage, type Server } from 'node:http';
import { deriveKey } from '#lib/core/crypto.ts';
import { explainListenFailure } from './check-port.ts';
import { prepareAlone } from './prepare-alone.ts';
import { liveAs } from './process-life.ts';
import { readSettings } from './read-settings.ts';

/** How long requests in progress may take once the process stops. */
const drainMs = 5000;

await liveAs(async () => {
  if (!process.connected) await prepareAlone({ build: true });
  const env = readSettings();
  Object.assign(process.env, {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXTAUTH_URL: env.publicUrl,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: deriveKey(env.appSecret, 'server-actions').toString('base64'),
  });
  // Loaded only now: Next reads the variables above while it loads.
  const { default: next } = await import('next');
  const app = next({ dev: false, dir: process.cwd(), hostname: env.host, port: env.port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer((request, response) => {
    if (!env.trustProxy) forgetForwarded(request);
    void handle(request, response);
  });
  await listen(server, env.host, env.port);
  return async () => {
    await close(server);
    await app.close();
  };
}, 15_000);

/** Without a proxy in front, who asks could write these himself: they would decide about rate limits and origins. */
function forgetForwarded(request: IncomingMessage): void {
  for (const name of ['for', 'host', 'proto', 'port']) delete request.headers[`x-forwarded-${name}`];
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explainListenFailure(host, port, error)));
    server.listen(port, host, () => resolve());
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    setTimeout(() => server.closeAllConnections(), drainMs).unref();
  });
}
