import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { parseListQuery } from '#lib/core/list-query.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import { listRefusedRecipients } from '#lib/mail/incoming/listen/list-refused-recipients.ts';
import { type Listener, type ListenOptions, listenForMail } from '#lib/mail/incoming/listen/listen-for-mail.ts';
import { refusedRecipientListFields } from '#lib/mail/incoming/listen/refused-recipient-schema.ts';
import { startMailListener } from '#lib/process/start-mail-listener.ts';
import { makeCertificates } from '../../setup/certificates.ts';
import { eventually } from '../../setup/eventually.ts';
import { foundNorth } from '../../setup/found-north.ts';
import { freshMessageId, sampleMail } from '../../setup/sample-mail.ts';
import { SmtpDialogue } from '../../setup/smtp-dialogue.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
const open: { stop(): Promise<void> }[] = [];
const clients: SmtpDialogue[] = [];

beforeAll(async () => {
  t = await openTestContext({ MAIL_IN_MAX_MB: '1' });
  await foundNorth(t.ctx);
  const team = await createRecord(t.ctx, 'sales_team', { name: 'Europe' });
  const owner = { ownerModel: 'sales_team' as const, ownerId: team.id, model: 'lead' as const };
  await setOwnerAlias(t.ctx, { ...owner, localPart: 'sales', defaults: { teamId: team.id } });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end();
  for (const one of open.splice(0)) await one.stop();
});
afterAll(() => t.close());

async function listen(options: Partial<ListenOptions> = {}): Promise<Listener> {
  const listener = await listenForMail(t.ctx, { protocol: 'lmtp', host: '127.0.0.1', port: 0, ...options });
  open.push(listener);
  return listener;
}

async function dial({ port }: Listener): Promise<SmtpDialogue> {
  const client = await SmtpDialogue.open(port);
  clients.push(client);
  return client;
}

async function rows<Row>(query: ReturnType<typeof sql>): Promise<Row[]> {
  return (await t.ctx.db.execute(query)).rows as Row[];
}

interface Kept {
  id: number;
  source: string;
  outcome: string | null;
  envelope_from: string;
  envelope_to: string;
  client_ip: string;
  client_name: string;
  size: number;
}

const keptMails = () =>
  rows<Kept>(
    sql`select id, source, outcome, envelope_from, envelope_to, client_ip, client_name, size from incoming_mail order by id`,
  );
const numberIn = (reply: string) => Number(/incoming mail (\d+)$/.exec(reply)?.[1]);

function processed(id: number): Promise<Kept> {
  return eventually(async () => (await keptMails()).find((one) => one.id === id && one.outcome !== null));
}

describe('recipients', () => {
  test('are checked when they are named; refused ones are counted, and the others get the mail', async () => {
    const client = await dial(await listen());
    const replies = await client.envelope('LHLO mx.customer.example', 'mary@customer.example', [
      'sales@north.example',
      'nobody@north.example',
      'Nobody@north.example',
      'mary@elsewhere.example',
      'bounce+t0k3n@north.example',
    ]);
    expect(replies).toEqual([
      '250 2.1.5 Accepted',
      '550 5.1.1 <nobody@north.example>: nobody has this address here',
      '550 5.1.1 <Nobody@north.example>: nobody has this address here',
      '550 5.7.1 <mary@elsewhere.example>: relaying denied, this domain is none of ours',
      '250 2.1.5 Accepted',
    ]);
    const id = numberIn(await client.data(sampleMail()));
    expect(numberIn(await client.reply())).toBe(id);
    expect(await processed(id)).toMatchObject({
      source: 'lmtp',
      envelope_from: 'mary@customer.example',
      envelope_to: 'sales@north.example, bounce+t0k3n@north.example',
      client_ip: '127.0.0.1',
      client_name: 'mx.customer.example',
    });
    const last = { lastSender: 'mary@customer.example', lastClientIp: '127.0.0.1' };
    const counted = await eventually(async () => {
      const query = parseListQuery(new URLSearchParams({ sort: 'address' }), refusedRecipientListFields);
      const { items } = await listRefusedRecipients(t.ctx, query);
      return items.length > 0 ? items : null;
    });
    expect(counted).toMatchObject([
      { address: 'mary@elsewhere.example', reason: 'foreign_domain', attempts: 1, ...last },
      { address: 'nobody@north.example', reason: 'unknown_address', attempts: 2, ...last },
    ]);
  });

  test('a mail with only unknown recipients cannot be sent', async () => {
    const client = await dial(await listen());
    await client.envelope('LHLO mx', '', ['nobody@north.example']);
    expect(await client.say('DATA')).toMatch(/^503 /);
  });

  test('an alias made this moment is known at once', async () => {
    const client = await dial(await listen());
    expect(await client.envelope('LHLO mx', '', ['fresh@north.example'])).toEqual([
      expect.stringMatching(/^550 5.1.1/),
    ]);
    const team = await createRecord(t.ctx, 'sales_team', { name: 'Asia' });
    await setOwnerAlias(t.ctx, { ownerModel: 'sales_team', ownerId: team.id, localPart: 'fresh', model: 'lead' });
    expect(await client.say('RCPT TO:<fresh@north.example>')).toMatch(/^250/);
  });
});

describe('a mail handed over', () => {
  test('becomes a lead by itself, however its address is decorated', async () => {
    const client = await dial(await listen());
    await client.envelope('LHLO mx', 'mary@customer.example', ['sales+fair@north.example']);
    const id = numberIn(await client.data(sampleMail({ to: 'undisclosed-recipients:;' })));
    expect(await processed(id)).toMatchObject({ outcome: 'record_created' });
  });

  test('by SMTP is answered once, and remembers who brought it', async () => {
    const client = await dial(await listen({ protocol: 'smtp' }));
    const replies = await client.envelope('EHLO mx.customer.example', '', [
      'sales@north.example',
      'catchall@north.example',
    ]);
    expect(replies).toEqual(['250 2.1.5 Accepted', '250 2.1.5 Accepted']);
    const id = numberIn(await client.data(sampleMail()));
    expect(await client.say('NOOP')).toBe('250 2.0.0 OK');
    expect((await keptMails()).find((one) => one.id === id)).toMatchObject({
      source: 'smtp',
      envelope_from: '',
      client_name: 'mx.customer.example',
    });
  });

  test('twice is a duplicate the second time: the answer to the first may have been lost', async () => {
    const client = await dial(await listen());
    const raw = sampleMail({ messageId: freshMessageId() });
    const outcomes: (string | null)[] = [];
    for (let time = 0; time < 2; time += 1) {
      await client.envelope('LHLO mx', 'mary@customer.example', ['sales@north.example']);
      outcomes.push((await processed(numberIn(await client.data(raw)))).outcome);
    }
    expect(outcomes).toEqual(['record_created', 'duplicate']);
  });

  test('comes by TLS where a certificate is given, and STARTTLS is not offered without one', async () => {
    const plain = await dial(await listen());
    expect(await plain.say('LHLO mx')).not.toContain('STARTTLS');
    const secure = await dial(await listen({ tls: (await makeCertificates()).good }));
    expect(await secure.say('LHLO mx')).toContain('STARTTLS');
    await secure.startTls();
    await secure.envelope('LHLO mx', '', ['sales@north.example']);
    expect(await secure.data(sampleMail())).toMatch(/^250 2\.6\.0 Kept/);
  });
});

test('a certificate that cannot be read is named, and where to put it', async () => {
  const env = { ...t.ctx.env, mailInPort: 1, mailInTls: { cert: '/nowhere/cert.pem', key: '/nowhere/key.pem' } };
  const start = startMailListener({ databaseUrl: t.databaseUrl, env, log: t.ctx.log });
  await expect(start).rejects.toThrow(/^MAIL_IN_TLS_CERT cannot be read .*Name a PEM file this account may read\.$/);
});

describe('size', () => {
  test('is announced, and refused in MAIL where it is told', async () => {
    const client = await dial(await listen());
    expect(await client.say('LHLO mx')).toContain('SIZE 1048576');
    expect(await client.say('MAIL FROM:<mary@customer.example> SIZE=1048577')).toMatch(/^552 5\.3\.4 /);
  });

  test('is refused while the mail comes in where it is not told, for each recipient, and nothing is kept', async () => {
    const before = (await keptMails()).length;
    const client = await dial(await listen());
    await client.envelope('LHLO mx', 'mary@customer.example', ['sales@north.example', 'catchall@north.example']);
    expect(await client.data(sampleMail({ body: 'long line\n'.repeat(130_000) }))).toMatch(/^552 5\.3\.4 /);
    expect(await client.reply()).toMatch(/^552 5\.3\.4 /);
    expect(await client.say('NOOP')).toBe('250 2.0.0 OK');
    expect(await keptMails()).toHaveLength(before);
    expect(await rows(sql`select 1 from blob where sha256 like 'upload:%'`)).toEqual([]);
  });
});

describe('a hostile client', () => {
  test('smuggling a second mail behind bare line ends is refused, and the second is never one', async () => {
    const before = (await keptMails()).length;
    const client = await dial(await listen({ protocol: 'smtp' }));
    await client.envelope('EHLO mx', 'mary@customer.example', ['sales@north.example']);
    await client.say('DATA');
    client.send(
      'Subject: a\r\n\r\nb\n.\nMAIL FROM:<boss@north.example>\r\nRCPT TO:<sales@north.example>\r\nDATA\r\nc\r\n',
    );
    client.send('\r\n.\r\n');
    expect(await client.reply()).toMatch(/^550 5\.5\.2 /);
    expect(await client.say('NOOP')).toBe('250 2.0.0 OK');
    expect(await keptMails()).toHaveLength(before);
  });

  test('hanging up in the middle of a mail leaves nothing', async () => {
    const before = (await keptMails()).length;
    const listener = await listen();
    const client = await dial(listener);
    await client.envelope('LHLO mx', 'mary@customer.example', ['sales@north.example']);
    await client.say('DATA');
    client.send('Subject: half a mail\r\n\r\nhalf');
    client.end();
    const next = await dial(listener);
    await next.envelope('LHLO mx', '', ['sales@north.example']);
    await next.data(sampleMail());
    expect(await keptMails()).toHaveLength(before + 1);
  });

  test('hanging up while it waits for its turn leaves nothing either', async () => {
    const before = (await keptMails()).length;
    const listener = await listen({ limits: { mailsAtOnce: 1 } });
    const [first, second, third] = [await dial(listener), await dial(listener), await dial(listener)];
    for (const client of [first, second, third]) {
      await client.envelope('LHLO mx', '', ['sales@north.example']);
      await client.say('DATA');
    }
    second.send('Subject: half a mail\r\n\r\nhalf');
    second.end();
    third.send('Subject: a whole mail\r\n\r\nwhole\r\n.\r\n');
    await expect(third.reply(300)).rejects.toThrow('no reply');
    first.send('Subject: first\r\n\r\nfirst\r\n.\r\n');
    expect(await first.reply()).toMatch(/^250/);
    expect(await third.reply()).toMatch(/^250/);
    expect(await keptMails()).toHaveLength(before + 2);
  });

  test('that sends a byte now and then is hung up on', async () => {
    const client = await dial(await listen({ limits: { mailMs: 400 } }));
    await client.envelope('LHLO mx', '', ['sales@north.example']);
    await client.say('DATA');
    const drip = setInterval(() => client.send('x'), 50);
    expect(await client.reply().finally(() => clearInterval(drip))).toMatch(/^421 /);
  });

  test('with one connection too many is told to come back', async () => {
    const listener = await listen({ limits: { clients: 1 } });
    await dial(listener);
    const second = SmtpDialogue.open(listener.port);
    await expect(second.then((client) => client.say('LHLO mx'))).rejects.toThrow('hung up');
  });

  test('naming too many recipients has the rest put off', async () => {
    const client = await dial(await listen({ limits: { recipients: 1 } }));
    const replies = await client.envelope('LHLO mx', '', ['sales@north.example', 'catchall@north.example']);
    expect(replies[1]).toMatch(/^452 4\.5\.3 /);
  });

  test('guessing addresses is hung up on', async () => {
    const client = await dial(await listen({ limits: { refusals: 2 } }));
    const guesses = ['a', 'b', 'c'].map((name) => `${name}@north.example`);
    const replies = await client.envelope('LHLO mx', '', guesses);
    expect(replies.map((reply) => reply.slice(0, 3))).toEqual(['550', '550', '421']);
    await expect(client.say('NOOP')).rejects.toThrow('hung up');
  });

  test('cannot pose as another client', async () => {
    const client = await dial(await listen({ protocol: 'smtp' }));
    expect(await client.say('EHLO mx')).not.toContain('XCLIENT');
    expect(await client.say('XCLIENT ADDR=192.0.2.1')).toMatch(/^550 /);
  });
});

describe('without its database', () => {
  test('the listener asks to try again, for the recipient and for the mail', async () => {
    const admin = new pg.Client({ connectionString: inject('clusterUrl') });
    await admin.connect();
    const name = new URL(t.databaseUrl).pathname.slice(1);
    const allow = (allowed: boolean) => admin.query(`alter database ${name} allow_connections ${allowed}`);
    const client = await dial(await listen());
    await client.envelope('LHLO mx', '', ['sales@north.example']);
    try {
      await allow(false);
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
      expect(await client.data(sampleMail())).toMatch(/^451 4\.3\.0 /);
      await client.say('MAIL FROM:<mary@customer.example>');
      expect(await client.say('RCPT TO:<other@north.example>')).toMatch(/^451 4\.3\.0 /);
    } finally {
      await allow(true);
      await admin.end();
    }
    await client.say('RCPT TO:<sales@north.example>');
    expect(await client.data(sampleMail())).toMatch(/^250 /);
  });
});
