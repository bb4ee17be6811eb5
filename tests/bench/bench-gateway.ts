import PostalMime from 'postal-mime';
import { addFollower } from '#lib/chatter/add-follower.ts';
import { postMessage } from '#lib/chatter/post-message.ts';
import { readMessage } from '#lib/chatter/read-message.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { receiveMail } from '#lib/mail/incoming/receive.ts';
import { sampleMail } from '../setup/sample-mail.ts';
import type { BenchDatabase } from './bench-database.ts';
import { printTable, type Row, ratio } from './figures.ts';

const mails = 300;
/** As many as a listener works on at a time. */
const atOnce = 4;
const text = `Hello,\n\n${'we would like to know more about your chairs.\n'.repeat(20)}\nMary\n`;

/** Mails a second through the gateway, beside reading the same bytes and doing nothing with them. */
export async function benchGateway({ ctx }: BenchDatabase): Promise<void> {
  await createRecord(ctx, 'sales_team', { name: 'Europe', aliasLocalPart: 'sales' });
  const lead = await createRecord(ctx, 'lead', { name: 'Fifty chairs' });
  const thread = { model: 'lead', recordId: lead.id };
  await addFollower(ctx, { ...thread, email: 'paul@partner.example' });
  const { messageId } = await postMessage(ctx, { ...thread, body: 'Which colour?' });
  const parent = (await readMessage(ctx, { ...thread, id: messageId })).messageId;
  // Each from somebody else: the loop check would stop the twenty-first of one sender.
  const answers = make((n) => ({
    from: `Mary <mary${n}@customer.example>`,
    to: 'catchall@mycompany.example',
    subject: `Re: Chairs ${n}`,
    headers: { 'In-Reply-To': parent },
  }));
  const requests = make((n) => ({
    to: 'sales@mycompany.example',
    from: `Nora <nora${n}@customer.example>`,
    subject: `Desks ${n}`,
  }));
  const receive = (raw: Buffer) => receiveMail(ctx, { raw, source: 'http' });
  const bare = await rate(answers, (raw) => PostalMime.parse(raw));
  const row = (what: string, perSecond: number): Row => ({
    [`${mails} mails of 1 KB, ${atOnce} at a time`]: what,
    'mails/s': perSecond.toFixed(0),
    'time against postal-mime': ratio(bare, perSecond),
  });
  printTable('Through the gateway', [
    row('an answer, relayed to two followers', await rate(answers, receive, 'reply_posted')),
    row('a new lead by alias', await rate(requests, receive, 'record_created')),
    row('our reading alone', await rate(answers, parseMail)),
    row('postal-mime alone', bare),
  ]);
}

function make(change: (n: number) => Parameters<typeof sampleMail>[0]): Buffer[] {
  return Array.from({ length: mails }, (_, n) => sampleMail({ body: text, ...change(n) }));
}

/** Mails a second. */
async function rate(raws: Buffer[], work: (raw: Buffer) => Promise<unknown>, outcome?: string): Promise<number> {
  const left = [...raws];
  const since = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let raw = left.pop(); raw; raw = left.pop()) check(await work(raw), outcome);
    }),
  );
  return (raws.length * 1000) / (performance.now() - since);
}

/** A figure about something else than what the line says would be worse than none. */
function check(answer: unknown, outcome: string | undefined): void {
  const got = (answer as { outcome?: string }).outcome;
  if (outcome && got !== outcome)
    throw new Error(`expected ${outcome}, got ${got}: ${JSON.stringify(answer).slice(0, 300)}`);
}
