-- What a session has besides: who moderates it, which strategies it is about, and the event's rooms with their capacity.

alter table session_leaders add column role text not null default 'leads' check (role in ('leads', 'moderates'));
-- Where one person leads.
create index session_leaders_by_person on session_leaders (event_id, participant_id);

alter table sessions add constraint sessions_strategies
  check (strategies <@ array['information_service', 'community_engagement', 'advocacy', 'publicity']);

-- A session's room stays free text; one of these is meant when the letters and digits of the names are the same.
create table event_rooms (
  event_id uuid not null references events (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  -- The name as it is compared.
  name_key text not null check (length(name_key) between 1 and 200),
  -- In people; null when nobody has said.
  capacity integer check (capacity between 1 and 20000),
  removed_at timestamptz,
  version integer not null default 1,
  changed_by text not null default '',
  changed_at timestamptz not null,
  primary key (event_id, id)
);
create unique index event_rooms_name_key on event_rooms (event_id, name_key) where removed_at is null;

alter table event_rooms enable row level security;
alter table event_rooms force row level security;
create policy party_reads on event_rooms for select to scope_province using (event_id in (select unnest(app_events())));
create policy host_writes on event_rooms to scope_province using (event_id in (select unnest(app_hosted())));
create policy assignment_reads on event_rooms for select to scope_assignment using (event_id in (select unnest(app_events())));
grant select, insert, update on event_rooms to scope_province;
grant select on event_rooms to scope_assignment;
