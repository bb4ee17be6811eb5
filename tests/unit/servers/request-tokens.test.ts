import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { requestTokens } from '#lib/mail/servers/oauth/request-tokens.ts';

it('does not wait for the end of an answer that is longer than tokens can be', async () => {
  const server = createServer((_request, response) => {
    const endless = new Readable({ read: () => void endless.push('x'.repeat(10_000)) });
    response.on('close', () => endless.destroy());
    endless.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const answer = await requestTokens(`http://127.0.0.1:${port}/token`, { grant_type: 'refresh_token' });
    expect(answer).toEqual({ ok: false, reason: { error: 'status 200', description: expect.any(String) } });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}, 10_000);
