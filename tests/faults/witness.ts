/**
 * What a run adds to its database: the run's clock, which `now()` then answers for everybody, and a record of every step
 * of every delivery, with the worker that took it, which no worker can write or leave out. Scheduled actions that have
 * nothing to do with sending rest.
 */
export const witnessSql = `
  create schema faults;
  create table faults.clock (base timestamptz not null, speed float8 not null, leap float8 not null default 0);
  insert into faults.clock values (pg_catalog.now(), 1, 0);
  create function faults.now() returns timestamptz language sql stable as $$
    select base + (pg_catalog.now() - base) * speed + leap * interval '1 millisecond' from faults.clock $$;
  create or replace function pgboss.job_now() returns timestamptz language sql stable as $$ select faults.now() $$;
  update public.scheduled_action set active = false where key not in ('email-queue-manager', 'mail-quotas');
  create table faults.step (
    id int generated always as identity, at timestamptz, worker text, delivery_id int, old_state text, new_state text,
    old_epoch int, new_epoch int, lease_until timestamptz, intent_at timestamptz);
  create function faults.note_step() returns trigger language plpgsql as $$
    begin
      insert into faults.step (at, worker, delivery_id, old_state, new_state, old_epoch, new_epoch, lease_until, intent_at)
      values (faults.now(), coalesce(current_setting('faults.worker', true), ''), new.id, old.state, new.state,
        old.lease_epoch, new.lease_epoch, old.lease_until, old.intent_at);
      return new;
    end $$;
  create trigger note_step after update on public.delivery for each row
    when (old.state is distinct from new.state or old.lease_epoch is distinct from new.lease_epoch)
    execute function faults.note_step();
`;

/** Before `pg_catalog`, so that `now()` is the run's. */
export const searchPath = 'faults, public, pg_catalog';

/** A worker's connection string: its steps are recorded under its name. */
export function signedUrl(databaseUrl: string, worker: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c faults.worker=${worker}`);
  return url.toString();
}
