-- The agenda: sessions of an event, and who leads them. Rows belong to the event; its host writes them, its
-- guests and the people assigned read them.

create table sessions (
  event_id uuid not null references events (id),
  id uuid not null,
  kind text not null check (kind in ('opening', 'registration', 'achievement_presentation', 'expo_tour', 'booth_exhibition', 'testimony',
    'local_speaker', 'capacity_building', 'group_discussion', 'follow_up_planning', 'award_ceremony', 'closing', 'break_prayer', 'other')),
  title text not null check (length(title) between 2 and 200),
  room text not null default '' check (length(room) <= 100),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  goals integer[] not null default '{}',
  strategies text[] not null default '{}',
  takes_attendance boolean not null default true,
  template_batch uuid,
  locked_at timestamptz,
  locked_by text,
  removed_at timestamptz,
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  version integer not null default 1,
  changed_by text not null default '',
  changed_at timestamptz not null,
  primary key (event_id, id),
  constraint sessions_times check (starts_at < ends_at and ends_at - starts_at <= interval '18 hours')
);
create index sessions_in_order on sessions (event_id, starts_at) where removed_at is null;

create table session_leaders (
  event_id uuid not null,
  session_id uuid not null,
  participant_id uuid not null,
  position integer not null,
  primary key (event_id, session_id, participant_id),
  foreign key (event_id, session_id) references sessions (event_id, id),
  foreign key (event_id, participant_id) references participants (event_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['sessions', 'session_leaders'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy party_reads on %I for select to scope_province using (event_id = any((select app_events())::uuid[]))', t);
    execute format('create policy host_writes on %I to scope_province using (event_id = any((select app_hosted())::uuid[]))', t);
    execute format('create policy assignment_reads on %I for select to scope_assignment using (event_id = any((select app_events())::uuid[]))', t);
    execute format('create policy person_reads on %I for select to scope_person using (event_id = any((select app_events())::uuid[]))', t);
  end loop;
end $$;
create policy national_counts on sessions for select to scope_national using (true);
grant select, insert, update on sessions to scope_province;
grant select on sessions to scope_assignment, scope_person;
grant select (event_id, id, starts_at, ends_at, takes_attendance, locked_at, removed_at) on sessions to scope_national;
grant select, insert, delete on session_leaders to scope_province;
grant select on session_leaders to scope_assignment, scope_person;
