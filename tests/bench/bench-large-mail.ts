import { randomBytes } from 'node:crypto';
import { findFreePort } from '../setup/run-product.ts';
import type { BenchDatabase } from './bench-database.ts';
import { printTable, type Row } from './figures.ts';
import { handOver } from './lmtp-client.ts';
import { startWorkerProcess } from './worker-process.ts';

const size = 49_000_000;

/** What taking in and processing a mail of 50 MB costs a worker, beyond what it holds at rest. */
export async function benchLargeMail(bench: BenchDatabase): Promise<void> {
  const rows: Row[] = [];
  for (const [what, raw] of [
    ['one attachment (base64)', withAttachment()],
    ['text', longText()],
  ] as const) {
    const { taken, seconds } = await measure(bench, raw);
    rows.push({
      'a mail of 50 MB': what,
      'memory beyond rest': `${taken.toFixed(0)} MB`,
      target: '120 MB',
      'from DATA to the chatter': `${seconds.toFixed(1)} s`,
    });
  }
  printTable('Large mail', rows);
}

async function measure(bench: BenchDatabase, raw: Buffer): Promise<{ taken: number; seconds: number }> {
  const port = await findFreePort();
  const worker = await startWorkerProcess(bench, { MAIL_IN_PORT: String(port) });
  try {
    const idle = await worker.memory();
    const since = performance.now();
    await handOver([{ raw, recipient: 'sales@mycompany.example' }], [port], 1);
    const isDone = async () => {
      const { rows } = await bench.sql.query(
        'select outcome from incoming_mail where size > 40000000 order by id desc limit 1',
      );
      return rows[0]?.outcome === 'record_created';
    };
    while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 50));
    return { taken: ((await worker.peakMemory()) - idle) / 1_048_576, seconds: (performance.now() - since) / 1000 };
  } finally {
    await worker.stop();
  }
}

const head = (subject: string) =>
  `From: Zoe <zoe@customer.example>\r\nTo: sales@mycompany.example\r\nSubject: ${subject}\r\nMessage-ID: <${randomBytes(8).toString('hex')}@customer.example>\r\nMIME-Version: 1.0\r\n`;

function withAttachment(): Buffer {
  const lines = randomBytes(Math.floor((size / 78) * 57))
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  return Buffer.from(
    `${head('Plans')}Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nThe plans.\r\n--x\r\nContent-Type: application/pdf; name="plans.pdf"\r\nContent-Disposition: attachment; filename="plans.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}\r\n--x--\r\n`,
  );
}

function longText(): Buffer {
  const line = 'This line is one of very many, and none of them says anything of note.\r\n';
  return Buffer.from(
    `${head('Log')}Content-Type: text/plain; charset=utf-8\r\n\r\n${line.repeat(Math.floor(size / line.length))}`,
  );
}
