import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { postMessage } from '#lib/chatter/post-message.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { saveOutgoingServer } from '#lib/mail/servers/save-outgoing-server.ts';
import type { BenchDatabase } from './bench-database.ts';
import { milliseconds, percentile, printTable, type Row, ratio } from './figures.ts';
import { startWorkerProcess } from './worker-process.ts';

const messages = 200;
const warmUp = 20;
const longestWaitMs = 20_000;
const body = `<p>Dear Mary,</p><p>${'here is our offer for fifty office chairs in blue. '.repeat(40)}</p><p>Anna</p>`;

/** From commit to the SMTP server's DATA, beside a bare nodemailer pool, in turns, one mail at a time. */
export async function benchSending(bench: BenchDatabase): Promise<void> {
  const sink = await startSink();
  await saveOutgoingServer(bench.ctx, { name: 'Sink', host: '127.0.0.1', port: sink.port, encryption: 'none' });
  const worker = await startWorkerProcess(bench);
  const bare = createTransport({ host: '127.0.0.1', port: sink.port, ignoreTLS: true, pool: true, maxConnections: 1 });
  const post = await chatterWriter(bench);
  const times: Record<'fromCall' | 'fromCommit' | 'bare', number[]> = { fromCall: [], fromCommit: [], bare: [] };
  try {
    for (let n = 0; n < warmUp + messages; n++) {
      const called = performance.now();
      const [at, committed] = await Promise.all([sink.next(), post(n).then(() => performance.now())]);
      const sent = performance.now();
      const mail = { from: 'anna@mycompany.example', to: 'mary@customer.example', subject: `Chairs ${n}`, html: body };
      const [bareAt] = await Promise.all([sink.next(), bare.sendMail(mail)]);
      if (n < warmUp) continue;
      times.fromCall.push(at - called);
      times.fromCommit.push(Math.max(0, at - committed));
      times.bare.push(bareAt - sent);
    }
  } finally {
    bare.close();
    await worker.stop();
    await sink.stop();
  }
  const row = (what: string, values: number[]): Row => ({
    [`${messages} chatter messages, one after the other`]: what,
    p50: milliseconds(percentile(values, 0.5)),
    p99: milliseconds(percentile(values, 0.99)),
    worst: milliseconds(Math.max(...values)),
    'p50 against bare': ratio(percentile(values, 0.5), percentile(times.bare, 0.5)),
  });
  printTable('From a message to the SMTP server’s DATA (target: p50 below 1 s)', [
    row('from commit, worker in a process of its own', times.fromCommit),
    row('from the call, transaction included', times.fromCall),
    row('bare nodemailer pool, from sendMail', times.bare),
  ]);
}

async function chatterWriter({ ctx }: BenchDatabase): Promise<(n: number) => Promise<unknown>> {
  const mary = await createRecord(ctx, 'contact', { name: 'Mary', email: 'mary@customer.example' });
  const lead = await createRecord(ctx, 'lead', { name: 'Fifty chairs', contactId: mary.id });
  return (n) => postMessage(ctx, { model: 'lead', recordId: lead.id, subject: `Chairs ${n}`, body, to: [mary.id] });
}

interface Sink {
  port: number;
  /** When the next mail's DATA begins. */
  next(): Promise<number>;
  stop(): Promise<void>;
}

async function startSink(): Promise<Sink> {
  let waiting: ((at: number) => void) | null = null;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      waiting?.(performance.now());
      waiting = null;
      stream.resume().once('end', () => done());
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    next: () =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('a mail did not arrive within 20 s')), longestWaitMs);
        waiting = (at) => {
          clearTimeout(timer);
          resolve(at);
        };
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
