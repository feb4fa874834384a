-- A province's own agenda patterns: kept under a name from an event's agenda, taken over by a later event. Days count from the
-- first programme day, hours are each event's own.
create table agenda_patterns (
  province_code text not null references tenants,
  id uuid not null,
  name text not null check (length(name) between 2 and 80),
  removed_at timestamptz,
  made_by text not null,
  made_at timestamptz not null,
  primary key (province_code, id)
);
create unique index agenda_patterns_name_key on agenda_patterns (province_code, lower(name)) where removed_at is null;

create table agenda_pattern_sessions (
  province_code text not null,
  pattern_id uuid not null,
  position integer not null,
  day_offset integer not null check (day_offset between -30 and 30),
  starts_at time not null,
  ends_at time not null,
  kind text not null,
  title text not null check (length(title) between 2 and 200),
  room text not null default '' check (length(room) <= 100),
  dress_code text not null default '' check (length(dress_code) <= 120),
  goals integer[] not null default '{}',
  strategies text[] not null default '{}',
  takes_attendance boolean not null,
  is_fixed boolean not null default false,
  primary key (province_code, pattern_id, position),
  foreign key (province_code, pattern_id) references agenda_patterns (province_code, id),
  check (starts_at < ends_at)
);

do $$
declare t text;
begin
  foreach t in array array['agenda_patterns', 'agenda_pattern_sessions'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy province_owns on %I to scope_province using (province_code = (select app_province()))', t);
  end loop;
end $$;
grant select, insert on agenda_patterns, agenda_pattern_sessions to scope_province;
grant update (removed_at) on agenda_patterns to scope_province;
