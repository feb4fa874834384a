-- Who presents in a session, in which order and for how long. The hours follow from the session's beginning.
create table session_slots (
  event_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  -- Null for a presenter that is no library. No key leads to it: a guest's library is another tenant's row, and the label
  -- keeps what it is called.
  library_id uuid,
  label text not null check (length(label) between 2 and 200),
  minutes integer not null check (minutes between 1 and 240),
  position integer not null,
  removed_at timestamptz,
  version integer not null default 1,
  changed_by text not null default '',
  changed_at timestamptz not null,
  primary key (event_id, id),
  foreign key (event_id, session_id) references sessions (event_id, id)
);
create index session_slots_in_order on session_slots (event_id, session_id, position) where removed_at is null;
-- A library presents once in a session.
create unique index session_slots_once on session_slots (event_id, session_id, library_id) where removed_at is null;

alter table session_slots enable row level security;
alter table session_slots force row level security;
create policy party_reads on session_slots for select to scope_province using (event_id in (select unnest(app_events())));
create policy host_writes on session_slots to scope_province using (event_id in (select unnest(app_hosted())));
create policy assignment_reads on session_slots for select to scope_assignment using (event_id in (select unnest(app_events())));
create policy person_reads on session_slots for select to scope_person using (event_id in (select unnest(app_events())));
grant select, insert, update on session_slots to scope_province;
grant select on session_slots to scope_assignment, scope_person;
