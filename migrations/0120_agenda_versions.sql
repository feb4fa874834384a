-- What readers are shown of an agenda. The sessions are the draft; each publication keeps what was shown of them, and the last one
-- that was not withdrawn is what counts.

create table agenda_versions (
  event_id uuid not null references events (id),
  number integer not null check (number between 1 and 9999),
  -- The version that readers saw before, if they saw one.
  follows integer check (follows < number),
  -- By the programme's time, as its readers are told.
  published_at timestamptz not null,
  published_by text not null,
  note text not null default '' check (length(note) <= 200),
  sessions jsonb not null check (jsonb_typeof(sessions) = 'array'),
  withdrawn_at timestamptz,
  withdrawn_by text,
  primary key (event_id, number),
  foreign key (event_id, follows) references agenda_versions (event_id, number),
  check ((withdrawn_at is null) = (withdrawn_by is null))
);

alter table agenda_versions enable row level security;
alter table agenda_versions force row level security;
create policy party_reads on agenda_versions for select to scope_province using (event_id in (select unnest(app_events())));
create policy host_publishes on agenda_versions for insert to scope_province
  with check (event_id in (select unnest(app_hosted())) and withdrawn_at is null);
-- A version is withdrawn once, and is otherwise as it was.
create policy host_withdraws on agenda_versions for update to scope_province
  using (event_id in (select unnest(app_hosted())) and withdrawn_at is null)
  with check (event_id in (select unnest(app_hosted())));
create policy assignment_reads on agenda_versions for select to scope_assignment using (event_id in (select unnest(app_events())));
create policy person_reads on agenda_versions for select to scope_person using (event_id in (select unnest(app_events())));
grant select, insert on agenda_versions to scope_province;
grant update (withdrawn_at, withdrawn_by) on agenda_versions to scope_province;
grant select on agenda_versions to scope_assignment, scope_person;
