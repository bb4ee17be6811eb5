import { createTransport } from 'nodemailer';
import { PgBoss } from 'pg-boss';
import { peerMail } from './drain-mails.ts';

/**
 * A peer of the drain, in a process of its own: `bare` sends mails 1 to n from a loop, `jobs` takes them from a pg-boss
 * queue. Prints the milliseconds it took.
 */
const [kind, port, connections, count, databaseUrl] = process.argv.slice(2);
const pool = createTransport({
  host: '127.0.0.1',
  port: Number(port),
  ignoreTLS: true,
  pool: true,
  maxConnections: Number(connections),
  maxMessages: 1000,
});
const last = Number(count);
const since = performance.now();
if (kind === 'bare') await sendAll();
else await sendJobs();
process.stdout.write(`${performance.now() - since}\n`);
process.exit(0);

/** Twice as many mails in hand as connections, so that none of them waits for the next. */
async function sendAll(): Promise<void> {
  let next = 1;
  const carry = async () => {
    while (next <= last) await pool.sendMail(peerMail(next++));
  };
  await Promise.all(Array.from({ length: 2 * Number(connections) }, carry));
}

async function sendJobs(): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl ?? '', supervise: false, schedule: false });
  await boss.start();
  let done = 0;
  const options = { batchSize: 100, localConcurrency: 4, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true };
  await new Promise<void>((resolve) => {
    void boss.work<{ n: number }>('bench-peer', options, async (jobs) => {
      await Promise.all(jobs.map(({ data }) => pool.sendMail(peerMail(data.n))));
      done += jobs.length;
      if (done === last) setImmediate(resolve);
    });
  });
}
