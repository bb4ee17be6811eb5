import { notificationLayout, textActionPlaceholder } from '#lib/chatter/notification-layout.ts';
import { inTransaction } from '#lib/db/transaction.ts';
import { htmlToText } from '#lib/mail/message/html.ts';
import type { BenchDatabase } from './bench-database.ts';

const paragraph =
  '<p>Dear Mary, here is our <b>offer</b> for fifty office chairs in blue, as we discussed on the phone – delivered in two weeks.</p>';
const bodyHtml = paragraph.repeat(6);
const text = htmlToText(bodyHtml);

/** What the chatter writes into the row of a mail: 4 KB of HTML, its text part, and where the personal parts go. */
export const drainMail = {
  from: '"Anna" <anna@mycompany.example>',
  replyTo: '"My Company Fifty chairs" <catchall@mycompany.example>',
  references: '<1700000000.111.perfectwork-lead-1@mycompany.example>',
  html: notificationLayout({
    bodyHtml,
    signatureHtml: '<p>Anna</p>',
    preview: text.slice(0, 120),
    recordName: 'Fifty chairs',
    companyName: 'My Company',
    internal: false,
  }),
  text: `${text}\n\n-- \nAnna${textActionPlaceholder}`,
};

/** The personal parts of a mail to a customer: none. */
const personal = { pw_action: '', pw_action_text: '', pw_footer: '' };

/** The same mail as a peer sends it, with the same parts filled in by hand. */
export function peerMail(n: number) {
  const messageId = `<drain.${n}@mycompany.example>`;
  return {
    from: drainMail.from,
    to: `"Person ${n}" <person${n}@customer.example>`,
    replyTo: drainMail.replyTo,
    references: drainMail.references,
    subject: `Fifty chairs, offer ${n}`,
    messageId,
    headers: { 'X-PerfectWORK-Message-Id': messageId },
    html: drainMail.html.replaceAll(/\{\{pw_\w+\}\}/g, ''),
    text: drainMail.text.replaceAll(/\{\{pw_\w+\}\}/g, ''),
    envelope: { from: 'bounce@mycompany.example', to: [`person${n}@customer.example`] },
  };
}

export interface Filling {
  count: number;
  /** Deliveries of each mail; left out: one, as in the chatter. */
  copies?: number;
  lane: number;
  /** When they are due, as an SQL expression; left out: now, with the job each mail of the chatter has. */
  dueAt?: string;
}

/** Queues mails, each its own; answers when they and their jobs are committed. */
export async function fillQueue(
  { ctx, sql }: BenchDatabase,
  { count, copies = 1, lane, dueAt }: Filling,
): Promise<void> {
  const { from, replyTo, references, html, text: bodyText } = drainMail;
  await sql.query('begin');
  await sql.query(insertEmails, [count, lane, from, replyTo, references, html, bodyText]);
  const { rows } = await sql.query(`${insertDeliveries} ${dueAt ?? 'now()'} ${fromMails}`, [
    lane,
    JSON.stringify(personal),
    copies,
  ]);
  await sql.query('commit');
  if (dueAt) return;
  const jobs = rows.map(({ email_id: emailId }) => ({ data: { emailId } }));
  await inTransaction(ctx, (tx) => tx.jobs.sendMany(tx.db, 'send-email', jobs));
}

const insertEmails = `
  insert into email (lane, subject, from_address, to_addresses, reply_to, body_html, body_text, message_id, "references",
    model, record_id, company_id)
  select $2, 'Fifty chairs, offer ' || n, $3, '"Person ' || n || '" <person' || n || '@customer.example>', $4, $6, $7,
    '<drain.' || n || '@mycompany.example>', $5, 'lead', 1 + n % 2000, 1
  from generate_series(1, $1::int) as n`;

const insertDeliveries = `
  insert into delivery (lane, email_id, recipient, recipient_name, header_to, personalisation, copy, next_attempt_at)
  select $1, e.id, substring(e.to_addresses from '<(.*)>'), 'Mary', e.to_addresses, $2::jsonb, n,`;
const fromMails =
  'from email e, generate_series(1, $3::int) as n where e.lane = $1 and not exists (select from delivery d where d.email_id = e.id) returning email_id';
