import type pg from 'pg';

/**
 * Fills the list with mails of a busy company: one in a hundred failed, a few wait, every
 * tenth has two recipients. The index of the searched text is dropped meanwhile and made again from its own definition:
 * a tenth of the time.
 * Bodies are short: those of real mails lie outside the row, where no list reads them.
 */
export async function fillEmails(sql: pg.Client, count: number): Promise<void> {
  await sql.query("set synchronous_commit = off; set maintenance_work_mem = '1GB'");
  const { rows } = await sql.query("select indexdef from pg_indexes where indexname = 'email_search_idx'");
  await sql.query('drop index email_search_idx');
  await sql.query(insertEmails, [count]);
  await sql.query(rows[0].indexdef);
  await sql.query(insertDeliveries);
  await sql.query('vacuum analyze email');
  await sql.query('vacuum analyze delivery');
}

const insertEmails = `
  with words as (
    select array['offer','order','invoice','delivery','question','complaint','meeting','project','contract','reminder'] as what,
      array['chairs','desks','lamps','shelves','screens','printers','phones','tables','cables','sofas'] as thing,
      array['Anna','Bert','Clara','David','Emma','Felix','Greta','Hugo','Ida','Jonas'] as person)
  insert into email (state, subject, from_address, to_addresses, body_html, body_text, message_id, model, record_id,
    company_id, server_id, header_from, envelope_from, failure_type, failure_reason, scheduled_at, sent_at, created_at, updated_at)
  select
    case when n % 100 = 7 then 'failed' when n % 5000 = 3 then 'outgoing' when n % 2000 = 11 then 'cancelled'
      when n % 50000 = 5 then 'sending' else 'sent' end,
    'Re: ' || what[1 + n % 10] || ' ' || (n % 900000 + 100000) || ' for ' || (n % 60) || ' ' || thing[1 + n / 10 % 10],
    person[1 + n % 7] || ' <' || lower(person[1 + n % 7]) || '@mycompany.example>',
    person[1 + n % 10] || ' Customer <' || lower(person[1 + n % 10]) || (n % 40000) || '@customer' || (n % 3000) || '.example>',
    '<p>Dear customer, thank you for your message about the ' || thing[1 + n % 10] || '.</p>',
    null, '<' || md5(n::text) || '@mycompany.example>', 'lead', 1 + n % 50000, case when n < 400 then 2 else 1 end, 1 + n % 3,
    'Anna <anna@mycompany.example>', 'bounce@mycompany.example',
    case when n % 100 = 7 then case when n % 200 = 7 then 'mail_smtp' else 'mail_bounce' end end,
    case when n % 100 = 7 then 'The server of the recipient says that there is no such mailbox.' end,
    case when n % 5000 = 3 and n % 3 = 0 then now() + (n % 40) * interval '6 hours' end,
    case when n % 100 <> 7 then now() - ($1::int - n) * interval '20 seconds' end,
    now() - ($1::int - n) * interval '20 seconds', now() - ($1::int - n) * interval '20 seconds'
  from words, generate_series(1, $1::int) as n order by n`;

const insertDeliveries = `
  insert into delivery (email_id, recipient, state, stage, attempts, server_id, smtp_reply, failure_type, reason,
    sent_at, created_at, updated_at)
  select e.id, 'person' || (e.id % 40000) || '.' || copy || '@customer' || (e.id % 3000) || '.example',
    case e.state when 'failed' then case e.failure_type when 'mail_bounce' then 'bounced' else 'failed' end
      when 'outgoing' then case when e.id % 2 = 0 then 'deferred' else 'queued' end else e.state end,
    case e.state when 'sent' then 'done' when 'failed' then 'rcpt' end, 1, e.server_id,
    case e.state when 'sent' then '250 2.0.0 Ok: queued' when 'failed' then '550 5.1.' || (1 + e.id % 3) || ' no such user' end,
    e.failure_type, e.failure_reason, e.sent_at, e.created_at, e.updated_at
  from email e, generate_series(1, case when e.id % 10 = 0 then 2 else 1 end) as copy
  where e.id > (select coalesce(max(email_id), 0) from delivery) order by e.id`;
