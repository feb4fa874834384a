-- Work that goes on after the answer. A job is written in the transaction that asks for it, and keeps whose eyes and hands
-- that transaction had: the columns' defaults take them from its settings, and nobody may write them otherwise. The
-- worker opens the same scope again.
create table jobs (
  id uuid primary key,
  kind text not null check (length(kind) between 1 and 40),
  payload jsonb not null,
  asked_at timestamptz not null,
  actor_name text not null,
  request_id text not null default '',

  role text not null default current_user check (role in ('scope_province', 'scope_assignment', 'scope_person', 'scope_national')),
  actor uuid default app_actor(),
  province_code text default app_province(),
  person uuid default app_person(),
  events uuid[] not null default coalesce(app_events(), '{}'),
  hosted uuid[] not null default coalesce(app_hosted(), '{}'),

  -- Not before this; later after each failure.
  run_at timestamptz not null,
  attempts integer not null default 0,
  -- Whoever works on it says so again and again; past this moment it is anybody's.
  taken_until timestamptz,
  -- How far it is: `step` of `steps`, 0 of 0 before it has begun.
  step integer not null default 0,
  steps integer not null default 0,
  done_at timestamptz,
  failed_at timestamptz,
  check (done_at is null or failed_at is null),
  unique (province_code, id)
);
create index jobs_waiting on jobs (run_at, id) where done_at is null and failed_at is null;
create index jobs_ended on jobs (coalesce(done_at, failed_at)) where done_at is not null or failed_at is not null;

alter table jobs enable row level security;
alter table jobs force row level security;
create policy office_asks on jobs for insert to scope_province with check (role = 'scope_province' and province_code = (select app_province()));
create policy office_watches on jobs for select to scope_province using (province_code = (select app_province()));
create policy worker_all on jobs to scope_system using (true);
grant insert (id, kind, payload, asked_at, actor_name, request_id, run_at) on jobs to scope_province;
grant select on jobs to scope_province;
grant select, delete on jobs to scope_system;
grant update (run_at, attempts, taken_until, step, steps, done_at, failed_at) on jobs to scope_system;
