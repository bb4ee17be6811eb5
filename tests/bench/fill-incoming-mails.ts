import type pg from 'pg';

/** What the lists are asked about. */
export interface FilledMails {
  /** A mailbox that brought six of ten mails, one that brought four hundred, and one fetched by POP3. */
  servers: { busy: number; small: number; pop3: number };
  /** The books of the busy mailbox: 20 000 ranges. */
  folder: number;
}

/**
 * Fills the log with the mails of a busy company: most become answers and documents, few are quarantined or failed, every
 * tenth comes from one and the same machine, six of ten from one mailbox whose numbers they have. The index of the searched
 * text is dropped meanwhile and made again from its own definition. The mails share one raw mail, which no list reads.
 */
export async function fillIncomingMails(sql: pg.Client, count: number): Promise<FilledMails> {
  await sql.query("set synchronous_commit = off; set maintenance_work_mem = '1GB'");
  const [busy = 0, small = 0, pop3 = 0] = await idsOf(sql, insertServers);
  const [folder = 0] = await idsOf(sql, insertFolder, [busy, count]);
  await sql.query(insertRanges, [folder, count]);
  await sql.query(insertPop3Mails, [pop3]);
  await sql.query(insertPop3Books, [pop3]);
  await sql.query("insert into blob (sha256, size, encoding) values ('of the bench', 4000, 'gzip')");
  const { rows } = await sql.query("select indexdef from pg_indexes where indexname = 'incoming_mail_search_idx'");
  await sql.query('drop index incoming_mail_search_idx');
  await sql.query(insertMails, [count, busy, small, folder]);
  await sql.query(rows[0].indexdef);
  for (const table of ['incoming_mail', 'mailbox_range', 'pop3_mail']) await sql.query(`vacuum analyze ${table}`);
  return { servers: { busy, small, pop3 }, folder };
}

async function idsOf(sql: pg.Client, text: string, values: unknown[] = []): Promise<number[]> {
  return (await sql.query<{ id: number }>(text, values)).rows.map(({ id }) => id);
}

const insertServers = `
  insert into incoming_server (name, type, host)
  select name, type, 'mail.mycompany.example'
  from (values ('Busy', 'imap'), ('Small', 'imap'), ('Old', 'pop3')) as s(name, type) returning id`;

const insertFolder = `
  insert into mailbox_folder (incoming_server_id, account, folder, uid_validity, cursor_uid, uid_next)
  values ($1, 'sales@mail.mycompany.example', 'INBOX', '7', $2::int + 1, $2::int + 1) returning id`;

const insertRanges = `
  insert into mailbox_range (folder_id, first_uid, last_uid, disposition)
  select $1, (i - 1) * ($2::int / 20000) + 1, i * ($2::int / 20000),
    (array['stored', 'absent', 'duplicate', 'gone'])[1 + i % 4]
  from generate_series(1, 20000) as i`;

const insertPop3Mails = `
  insert into pop3_mail (incoming_server_id, uidl, size, disposition)
  select $1, md5(i::text), 4000, case when i % 100 = 0 then 'refused' else 'stored' end from generate_series(1, 20000) as i`;

const insertPop3Books = `
  insert into pop3_mailbox (incoming_server_id, seen, stored_and_gone, listed_at) values ($1, 50000, 30000, now())`;

const insertMails = `
  with words as (
    select array['offer','order','invoice','delivery','question','complaint','meeting','project','contract','reminder'] as what,
      array['chairs','desks','lamps','shelves','screens','printers','phones','tables','cables','sofas'] as thing,
      array['Anna','Bert','Clara','David','Emma','Felix','Greta','Hugo','Ida','Jonas'] as person,
      (select jsonb_agg(jsonb_build_object('rule', 'the rule of this number ' || i, 'detail', 'no', 'matched', false))
        from generate_series(1, 14) as i) as trace),
  mails as (
    select n, n > $1::int - 30 as waits, case
      when n % 2000 = 3 then 'quarantined' when n % 5000 = 4 then 'failed' when n % 500 = 9 then 'bounced_policy'
      when n % 1000 = 12 then 'bounced_catchall' when n % 20000 = 13 then 'bounced_loop' when n % 7000 = 14 then 'complaint'
      when n % 100 < 3 then 'duplicate' when n % 100 < 8 then 'bounce_processed' when n % 100 < 12 then 'spam'
      when n % 100 < 18 then 'auto_reply' when n % 100 < 19 then 'no_op' when n % 100 < 41 then 'record_created'
      when n % 100 < 43 then 'record_updated' else 'reply_posted' end as outcome,
      now() - ($1::int - n) * interval '20 seconds' as at
    from generate_series(1, $1::int) as n)
  insert into incoming_mail (received_at, source, incoming_server_id, folder_id, uid, sha256, size, envelope_to,
    outcome, reason, from_address, to_addresses, subject, message_id, trace, routes, attempts, processed_at)
  select at, case when n < 400 or n % 10 < 6 then 'imap' when n % 10 < 8 then 'lmtp' when n % 5000 = 8 then 'pipe' else 'http' end,
    case when n < 400 then $3::int when n % 10 < 6 then $2::int end,
    case when n >= 400 and n % 10 < 6 then $4::int end, case when n >= 400 and n % 10 < 6 then n end,
    'of the bench', 4000 + n % 3000, 'sales@mycompany.example', case when not waits then outcome end,
    case when not waits then 'the mail answers a message that stands in a document' end,
    case when n % 10 = 1 then 'Monitor <monitor@machines.example>'
      else person[1 + n % 7] || ' <' || lower(person[1 + n % 7]) || (n % 40000) || '@customer' || (n % 3000) || '.example>' end,
    'Sales <sales' || (n % 20) || '@mycompany.example>',
    'Re: ' || what[1 + n % 10] || ' ' || (n % 900000 + 100000) || ' for ' || (n % 60) || ' ' || thing[1 + n / 10 % 10],
    '<' || md5(case when outcome = 'duplicate' then n - 3 else n end::text) || '@customer.example>',
    case when waits then '[]' else trace end,
    case when waits or outcome not in ('reply_posted', 'record_created', 'record_updated') then '[]'
      else jsonb_build_array(jsonb_build_object('model', 'lead', 'recordId', 1 + n % 50000, 'messageId', n, 'aliasId', null,
        'outcome', outcome, 'reason', 'it answers message ' || n)) end,
    1, case when not waits then at end
  from words, mails order by n`;
