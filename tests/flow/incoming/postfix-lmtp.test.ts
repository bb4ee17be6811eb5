import { connect, createServer, type Server, type Socket } from 'node:net';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { addMilliseconds } from '#lib/core/clock.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import { processUnprocessedMails } from '#lib/mail/incoming/process-unprocessed-mails.ts';
import { eventually } from '../../setup/eventually.ts';
import { foundNorth } from '../../setup/found-north.ts';
import { submitMail } from '../../setup/mail-client.ts';
import { canRunPostfix, type Postfix, startPostfix } from '../../setup/postfix.ts';
import { findFreePort } from '../../setup/run-product.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';
import { startWorkerChild, type WorkerChild } from '../../setup/worker-child.ts';

/** Stands between Postfix and the listener; `lose` is asked about each thing the listener says. */
interface Wire {
  port: number;
  lose: (said: string) => boolean;
  stop(): void;
}

async function openWire(to: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (data) => (wire.lose(data.toString()) ? client.destroy() : client.write(data)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const wire: Wire = {
    port: typeof address === 'object' && address ? address.port : 0,
    lose: () => false,
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  return wire;
}

describe.runIf(canRunPostfix)('a Postfix that hands its mail over by LMTP', () => {
  let t: TestContext;
  let postfix: Postfix;
  let wire: Wire;
  let port: number;
  const workers: WorkerChild[] = [];

  beforeAll(async () => {
    t = await openTestContext();
    await foundNorth(t.ctx);
    const team = await createRecord(t.ctx, 'sales_team', { name: 'Europe' });
    await setOwnerAlias(t.ctx, { ownerModel: 'sales_team', ownerId: team.id, localPart: 'sales', model: 'lead' });
    port = await findFreePort();
    wire = await openWire(port);
    postfix = await startPostfix({
      lmtpPort: wire.port,
      catchall: { domain: 'unused.example', mailbox: '', people: [] },
      settings: {
        virtual_alias_maps: '',
        queue_run_delay: '1s',
        // Of a second or less, Postfix may look again while its delivery agent still locks the file, and then leaves it.
        minimal_backoff_time: '3s',
        maximal_backoff_time: '3s',
        lmtp_destination_concurrency_failed_cohort_limit: '0',
        transport_retry_time: '1s',
      },
    });
  });
  afterEach(async () => {
    wire.lose = () => false;
    for (const worker of workers.splice(0)) await worker.stop();
  });
  afterAll(async () => {
    wire.stop();
    await postfix.stop();
    await t.close();
  });

  async function startWorker(): Promise<WorkerChild> {
    const worker = await startWorkerChild(t.databaseUrl, { MAIL_IN_PORT: String(port) });
    workers.push(worker);
    return worker;
  }

  const submit = (subject: string, to = 'sales@north.example') =>
    submitMail(postfix.port, { from: 'mary@customer.example', to, subject, text: 'How much is the fish?' });

  async function countLeads(subject: string): Promise<number> {
    const { rows } = await t.ctx.db.execute(sql`select count(*)::int as n from lead where name like ${subject}`);
    return Number((rows[0] as { n: number }).n);
  }

  it('has a lead made of a mail, and hears at RCPT who is unknown', async () => {
    await startWorker();
    await submit('Fish for Easter');
    await eventually(async () => (await countLeads('Fish for Easter')) === 1 || null);
    await submit('Fish for nobody', 'nobody@north.example');
    await eventually(async () => (await postfix.log()).includes('nobody has this address here') || null);
  });

  it('tries again while the database is away, and no mail is lost', async () => {
    await startWorker();
    const admin = new pg.Client({ connectionString: inject('clusterUrl') });
    await admin.connect();
    const name = new URL(t.databaseUrl).pathname.slice(1);
    try {
      await admin.query(`alter database ${name} allow_connections false`);
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
      for (let count = 0; count < 5; count += 1) await submit(`Patience ${count}`);
      await eventually(async () => /status=deferred.*said: 451/.test(await postfix.log()) || null, 30_000);
    } finally {
      await admin.query(`alter database ${name} allow_connections true`);
      await admin.end();
    }
    await eventually(async () => (await countLeads('Patience %')) === 5 || null, 60_000);
  });

  it('hands a mail over again whose 250 was lost in a kill -9, and it is not there twice', async () => {
    const first = await startWorker();
    const killed = new Promise<void>((resolve) => {
      wire.lose = (said) => {
        if (!said.includes('Kept as incoming mail')) return false;
        wire.lose = () => false;
        void first.kill().then(resolve);
        return true;
      };
    });
    await submit('Only once');
    await killed;
    await startWorker();
    // What the clock does within a minute for a mail whose worker died before it was processed.
    const later = { ...t.ctx, now: () => addMilliseconds(new Date(), 60_000) };
    const copies = sql`select outcome from incoming_mail where subject = 'Only once' or outcome is null order by id`;
    const outcomes = await eventually(async () => {
      await processUnprocessedMails(later);
      const { rows } = await t.ctx.db.execute(copies);
      const all = rows.map((row) => (row as { outcome: string | null }).outcome);
      return all.length === 2 && !all.includes(null) ? all : null;
    }, 90_000);
    expect(outcomes.toSorted()).toEqual(['duplicate', 'record_created']);
    expect(await countLeads('Only once')).toBe(1);
  });

  it('finds the second worker of the machine in place of the first', async () => {
    const first = await startWorker();
    const second = await startWorker();
    expect(second.said()).toContain(`Port ${port} on 127.0.0.1 is already in use`);
    await first.kill();
    await submit('After the first');
    await eventually(async () => (await countLeads('After the first')) === 1 || null, 30_000);
  });
});
