import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayOperations } from '#app/api/v1/gateway-operations.ts';
import { incomingMailOperations } from '#app/api/v1/incoming-mail-operations.ts';
import { dispatch } from '#lib/api/dispatch.ts';
import { createApiKey } from '#lib/auth/api-keys/create-api-key.ts';
import { openRuntime, type Runtime } from '#lib/process/runtime.ts';
import { makeCompany, makeUser } from '../../setup/people.ts';
import { sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

const shared = globalThis as typeof globalThis & { perfectworkRuntime?: Promise<Runtime> };
const answer = dispatch([...gatewayOperations, ...incomingMailOperations]);
let t: TestContext;
let key: string;

beforeAll(async () => {
  t = await openTestContext({ MAIL_IN_MAX_MB: '40' });
  shared.perfectworkRuntime = openRuntime({ name: 'test', env: t.ctx.env, databaseUrl: t.databaseUrl });
  const companyId = await makeCompany(t.ctx);
  const { actor } = await makeUser(t.ctx, {
    name: 'Anna',
    email: 'anna@mycompany.example',
    companyId,
    role: 'administrator',
  });
  key = (await createApiKey(t.as(actor), { name: 'Mail system', scopes: ['*'] })).key;
});
afterAll(async () => {
  await (await shared.perfectworkRuntime)?.close();
  shared.perfectworkRuntime = undefined;
  await t.close();
});

type Body = BodyInit | AsyncIterable<Uint8Array>;

function call(method: string, path: string, body?: Body, headers: Record<string, string> = {}): Promise<Response> {
  const url = new URL(path, 'http://localhost/api/v1/');
  const init = {
    method,
    headers: { authorization: `Bearer ${key}`, ...headers },
    body: body as BodyInit,
    duplex: 'half',
  };
  return answer(new Request(url, init), path.split('?')[0]?.split('/') ?? []);
}

async function* inPieces(data: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += 65_536) yield new Uint8Array(data.subarray(at, at + 65_536));
}

const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const countMails = async () => (await (await call('GET', 'incoming-mails?limit=1')).json()).total;

function mailOf(megabytes: number): Buffer {
  const lines = randomBytes(megabytes * 786_432)
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  return sampleMail({
    to: 'nobody@mycompany.example',
    headers: {
      'MIME-Version': '1.0',
      'Content-Type': 'application/zip; name=plans.zip',
      'Content-Disposition': 'attachment; filename=plans.zip',
      'Content-Transfer-Encoding': 'base64',
    },
    body: lines,
  });
}

describe('a mail handed in over HTTP', () => {
  it('is kept whole at 30 MB, byte by byte', async () => {
    const mail = mailOf(30);
    const { id, outcome } = await (await call('POST', 'gateway', inPieces(mail))).json();
    expect(outcome).toBe('quarantined');
    const eml = await call('GET', `incoming-mails/${id}/eml`);
    expect(eml.headers.get('content-type')).toBe('message/rfc822');
    expect(hash(new Uint8Array(await eml.arrayBuffer()))).toBe(hash(mail));
  });

  it('is refused when it is empty', async () => {
    const refusal = await call('POST', 'gateway', '');
    expect(refusal.status).toBe(400);
    expect((await refusal.json()).detail).toMatch(/empty/);
  });

  it.each(['gateway', 'gateway?dryRun=1'])(
    'is refused above the limit, whether it says its length or not (%s)',
    async (path) => {
      const [before, mail] = [await countMails(), mailOf(42)];
      const told = await call('POST', path, mail as unknown as BodyInit, { 'content-length': String(mail.length) });
      const untold = await call('POST', path, inPieces(mail));
      expect([told.status, untold.status]).toEqual([413, 413]);
      expect(await countMails()).toBe(before);
    },
  );

  it('is only thought through in a dry run', async () => {
    const before = await countMails();
    const mail = sampleMail({ to: 'nobody@mycompany.example' });
    const said = await (await call('POST', 'gateway?dryRun=1', mail as unknown as BodyInit)).json();
    expect(said).toMatchObject({ id: null, outcome: 'quarantined', parsed: { subject: 'Question about the offer' } });
    expect(said.trace.length).toBeGreaterThan(3);
    expect(await countMails()).toBe(before);
  });

  it('carries the envelope in its headers; <> is the null sender', async () => {
    const mail = sampleMail({ to: 'undisclosed-recipients:;' });
    const headers = { 'x-envelope-from': '<>', 'x-envelope-to': 'nobody@mycompany.example' };
    const { id, outcome } = await (await call('POST', 'gateway', mail as unknown as BodyInit, headers)).json();
    expect(outcome).toBe('auto_reply');
    const kept = await (await call('GET', `incoming-mails/${id}`)).json();
    expect(kept).toMatchObject({ envelopeFrom: '', envelopeTo: 'nobody@mycompany.example', source: 'http' });
  });

  it('is refused with a server number that is none', async () => {
    const refusal = await call('POST', 'gateway?incomingServerId=first', sampleMail() as unknown as BodyInit);
    expect(refusal.status).toBe(422);
  });
});
