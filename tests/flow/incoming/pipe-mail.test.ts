import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createRecord } from '#lib/documents/create-record.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import { processIncomingMail } from '#lib/mail/incoming/receive.ts';
import { pipeOverHttp } from '#lib/process/pipe-over-http.ts';
import { foundNorth } from '../../setup/found-north.ts';
import { sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
const nowhere = mkdtempSync(join(tmpdir(), 'perfectwork-pipe-'));

beforeAll(async () => {
  t = await openTestContext();
  await foundNorth(t.ctx);
  const team = await createRecord(t.ctx, 'sales_team', { name: 'Europe' });
  await setOwnerAlias(t.ctx, { ownerModel: 'sales_team', ownerId: team.id, localPart: 'sales', model: 'lead' });
});
afterAll(async () => {
  rmSync(nowhere, { recursive: true });
  await t.close();
});

interface Ended {
  code: number | null;
  out: string;
  errors: string;
}

/** Runs the command as a mail server does: hardly any environment, the mail on stdin. */
function pipe(args: string[], raw: Buffer, change: Record<string, string> = {}): Promise<Ended> {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    DATABASE_URL: t.databaseUrl,
    DATA_DIR: nowhere,
    ...change,
  };
  const child = spawn(process.execPath, ['lib/process/pipe-mail.ts', ...args], { env: env as NodeJS.ProcessEnv });
  const ended: Ended = { code: null, out: '', errors: '' };
  child.stdout.on('data', (data) => {
    ended.out += data;
  });
  child.stderr.on('data', (data) => {
    ended.errors += data;
  });
  child.stdin.on('error', () => undefined); // it may end before it has read everything
  child.stdin.end(raw);
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code })));
}

async function countMails(): Promise<number> {
  const { rows } = await t.ctx.db.execute(sql`select count(*)::int as n from incoming_mail`);
  return (rows[0] as { n: number }).n;
}

describe('a mail piped into the database', () => {
  test('is kept with its envelope, and a worker is told', async () => {
    const { code, out } = await pipe(
      ['--from', '<mary@customer.example>', '--to', 'sales+fair@north.example'],
      sampleMail(),
    );
    expect(code).toBe(0);
    const id = Number(/^Kept as incoming mail (\d+)\.\n$/.exec(out)?.[1]);
    const { rows } = await t.ctx.db.execute(
      sql`select source, envelope_from, envelope_to, outcome from incoming_mail where id = ${id}`,
    );
    expect(rows).toEqual([
      { source: 'pipe', envelope_from: 'mary@customer.example', envelope_to: 'sales@north.example', outcome: null },
    ]);
    const jobs = await t.ctx.db.execute(sql`select data from pgboss.job where name = 'receive-mail'`);
    expect(jobs.rows).toEqual([{ data: { incomingMailId: id } }]);
    expect(await processIncomingMail(t.ctx, id)).toMatchObject({ outcome: 'record_created' });
  });

  test('for nobody is kept in quarantine, and refused with 67 where the mail server asks for it', async () => {
    const raw = sampleMail({ to: 'nobody@north.example' });
    const before = await countMails();
    expect(await pipe(['--strict', '--to', 'nobody@north.example'], raw)).toMatchObject({ code: 67 });
    expect(await pipe(['--strict'], raw)).toMatchObject({ code: 67 });
    expect(await countMails()).toBe(before);
    expect(await pipe(['--strict'], sampleMail())).toMatchObject({ code: 0 });
    expect(await pipe(['--to', 'nobody@north.example'], raw)).toMatchObject({ code: 0 });
    expect(await countMails()).toBe(before + 2);
  });

  test.each([
    ['wrong arguments', ['--to', 'nobody'], 64, {}, /not an address/],
    ['an empty mail', [], 65, {}, /empty/],
    [
      'no database that answers',
      [],
      75,
      { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x' },
      /127\.0\.0\.1:1\/x cannot be used/,
    ],
    ['no product that runs', [], 75, { DATABASE_URL: '' }, /does not run/],
    ['settings that are wrong', [], 75, { MAIL_IN_MAX_MB: 'much' }, /MAIL_IN_MAX_MB/],
  ])('ends with words for %s', async (_name, args, code, change, words) => {
    const ended = await pipe(args, code === 75 ? sampleMail() : Buffer.alloc(0), change as Record<string, string>);
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.errors).toMatch(words);
    expect(ended.errors).not.toContain('secret');
  });

  test('larger than the limit ends with 65, by an account without rights with 77; nothing is kept', async () => {
    const before = await countMails();
    const large = sampleMail({ body: 'long line\n'.repeat(120_000) });
    expect(await pipe([], large, { MAIL_IN_MAX_MB: '1' })).toMatchObject({ code: 65 });
    await t.ctx.db.execute(sql`create role pipe_stranger login password 'strange'`);
    const url = new URL(t.databaseUrl);
    Object.assign(url, { username: 'pipe_stranger', password: 'strange' });
    try {
      expect(await pipe([], sampleMail(), { DATABASE_URL: url.toString() })).toMatchObject({ code: 77 });
    } finally {
      await t.ctx.db.execute(sql`drop role pipe_stranger`);
    }
    expect(await countMails()).toBe(before);
  });
});

describe('a mail piped to an installation elsewhere', () => {
  let server: Server;
  let status = 200;
  let trace: object[] = [];
  let asked: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const body = (await request.setEncoding('utf8').toArray()).join('');
      asked.push({ url: request.url ?? '', headers: request.headers, body });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 12, trace }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    asked = [];
    trace = [];
  });
  afterAll(() => server.close());

  const goal = () => {
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return { url: `http://127.0.0.1:${port}/`, key: 'the key', maxMb: 1 };
  };
  const given = { from: '', to: ['sales@north.example'], serverId: 3, strict: false };
  const hand = (more = {}) =>
    pipeOverHttp(Readable.from([Buffer.from('Subject: a\n\nb\n')]), { ...given, ...more }, goal());

  test('goes to its gateway with envelope and key', async () => {
    status = 200;
    expect(await hand()).toBe(12);
    expect(asked).toMatchObject([
      {
        url: '/api/v1/gateway?incomingServerId=3',
        body: 'Subject: a\n\nb\n',
        headers: {
          authorization: 'Bearer the key',
          'content-type': 'message/rfc822',
          'x-envelope-from': '<>',
          'x-envelope-to': 'sales@north.example',
        },
      },
    ]);
  });

  test('is only asked about where nobody takes it and the mail server wants to know', async () => {
    status = 200;
    trace = [{ rule: 'R6 no route', matched: true, detail: '' }];
    await expect(hand({ strict: true })).rejects.toMatchObject({ exitCode: 67 });
    expect(asked.map(({ url }) => url)).toEqual(['/api/v1/gateway?dryRun=1&incomingServerId=3']);
  });

  test.each([
    [400, 65],
    [413, 65],
    [401, 77],
    [403, 77],
    [302, 69],
    [404, 69],
    [429, 75],
    [500, 75],
    [503, 75],
  ])('answered with %i ends with %i', async (answered, exitCode) => {
    status = answered;
    await expect(hand()).rejects.toMatchObject({ exitCode });
  });

  test('that does not answer is tried again later', async () => {
    const away = { ...goal(), url: 'http://127.0.0.1:1' };
    await expect(pipeOverHttp(Readable.from([Buffer.from('a')]), given, away)).rejects.toMatchObject({ exitCode: 75 });
  });
});
