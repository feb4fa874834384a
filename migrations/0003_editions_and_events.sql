-- The programme year, its waves, and the events with the provinces that take part in each.

create table editions (
  id uuid primary key,
  year integer not null check (year between 2018 and 2100),
  level text not null default 'provinsi' check (level in ('kabupaten', 'provinsi', 'regional', 'nasional')),
  name text not null check (length(name) between 3 and 120),
  meeting_label text not null default 'Peer Learning Meeting' check (length(meeting_label) between 2 and 80),
  trainer_label text not null default 'Master Trainer' check (length(trainer_label) between 2 and 80),
  regions_as_of date not null,
  target_provinces integer not null check (target_provinces between 0 and 100),
  target_regencies integer not null check (target_regencies between 0 and 1000),
  target_villages integer not null check (target_villages between 0 and 100000),
  wave_count integer not null check (wave_count between 1 and 20),
  wave_min_provinces integer not null check (wave_min_provinces between 1 and 60),
  wave_max_provinces integer not null check (wave_max_provinces between 1 and 60),
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  source text not null default '',
  version integer not null default 1,
  changed_by text not null default '',
  changed_at timestamptz,
  constraint editions_year_level_key unique (year, level),
  check (wave_min_provinces <= wave_max_provinces)
);

create table edition_goals (
  edition_id uuid not null references editions,
  number integer not null check (number between 1 and 9),
  sentence text not null check (length(sentence) between 5 and 400),
  short_label text not null default '' check (length(short_label) <= 60),
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  source text not null default '',
  primary key (edition_id, number)
);

-- Labels of the participant categories, and their usual share of an event's places in percent.
create table edition_categories (
  edition_id uuid not null references editions,
  category text not null check (category in ('province_office', 'regency_office', 'village_library', 'impact_beneficiary', 'champion_village')),
  label text not null check (length(label) between 2 and 80),
  short_label text not null default '' check (length(short_label) <= 30),
  position integer not null,
  quota_percent integer not null default 0 check (quota_percent between 0 and 100),
  note text not null default '' check (length(note) <= 500),
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  source text not null default '',
  primary key (edition_id, category)
);

-- What is judged, by which weighted criteria: [{"name": "Pelibatan masyarakat", "weight": 30}, ...], together 100.
create table edition_award_categories (
  edition_id uuid not null references editions,
  position integer not null,
  key text not null default '' check (length(key) <= 60),
  name text not null check (length(name) between 3 and 120),
  scope text not null default 'any' check (scope in ('any', 'province_office', 'regency_office', 'village_library')),
  kind text not null default 'best' check (kind in ('best', 'most_active', 'booth', 'expo')),
  rank_scheme text not null default 'ordered' check (rank_scheme in ('ordered', 'unordered_best')),
  criteria jsonb not null default '[]',
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  source text not null default '',
  primary key (edition_id, position)
);

-- The agenda that an event can take over in one action.
create table agenda_template_sessions (
  edition_id uuid not null references editions,
  position integer not null,
  day_offset integer not null check (day_offset between 0 and 9),
  starts_at time not null,
  ends_at time not null,
  kind text not null,
  title text not null check (length(title) between 2 and 200),
  room text not null default '',
  goals integer[] not null default '{}',
  strategies text[] not null default '{}',
  takes_attendance boolean not null,
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  source text not null default '',
  primary key (edition_id, position),
  check (starts_at < ends_at)
);

create table waves (
  id uuid primary key,
  edition_id uuid not null references editions,
  number integer not null check (number between 1 and 20),
  starts_on date not null,
  ends_on date not null,
  note text not null default '' check (length(note) <= 500),
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  -- Where one field is of another origin than the row: {"dates": "synthetic"}.
  field_origins jsonb not null default '{}',
  source text not null default '',
  version integer not null default 1,
  changed_by text not null default '',
  changed_at timestamptz,
  constraint waves_number_key unique (edition_id, number),
  unique (edition_id, id),
  constraint waves_dates check (starts_on <= ends_on and ends_on - starts_on <= 60)
);

create table events (
  id uuid primary key,
  edition_id uuid not null references editions,
  wave_id uuid,
  host_province text not null references tenants,
  kind text not null default 'plm' check (kind in ('plm', 'shm', 'other')),
  level text not null default 'provinsi' check (level in ('kabupaten', 'provinsi', 'regional', 'nasional')),
  title text not null check (length(title) between 3 and 200),
  -- The kabupaten or kota that holds it, in an event of that level.
  region_code text not null default '' check (region_code ~ '^([0-9]{2}\.[0-9]{2})?$'),
  venue text not null default '' check (length(venue) <= 200),
  room text not null default '' check (length(room) <= 100),
  address text not null default '' check (length(address) <= 300),
  city text not null default '' check (length(city) <= 100),
  starts_on date not null,
  ends_on date not null,
  programme_starts_on date not null,
  programme_ends_on date not null,
  zone text not null check (zone in ('WIB', 'WITA', 'WIT')),
  mode text not null default 'onsite' check (mode in ('onsite', 'online', 'hybrid')),
  funding text not null default 'apbn' check (funding in ('apbn', 'apbd_provinsi', 'apbd_kabupaten_kota', 'dana_desa', 'other')),
  status text not null default 'draft' check (status in ('draft', 'published', 'closed', 'reported', 'postponed', 'cancelled')),
  status_reason text not null default '' check (length(status_reason) <= 500),
  -- What a postponed or cancelled event is again once it is resumed.
  resumes_as text not null default 'draft' check (resumes_as in ('draft', 'published')),
  note text not null default '' check (length(note) <= 1000),
  venue_set_at timestamptz,
  copied_from uuid references events (id) on delete set null,
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  -- Where one field is of another origin than the row: {"venue": "synthetic"}.
  field_origins jsonb not null default '{}',
  source text not null default '',
  version integer not null default 1,
  changed_by text not null default '',
  changed_at timestamptz,
  unique (id, host_province),
  unique (id, edition_id, wave_id),
  foreign key (edition_id, wave_id) references waves (edition_id, id),
  constraint events_dates check (starts_on <= programme_starts_on and programme_starts_on <= programme_ends_on
    and programme_ends_on <= ends_on and ends_on - starts_on <= 30)
);
create index events_by_edition on events (edition_id, wave_id);
create index events_by_host on events (host_province, starts_on desc);

-- The provinces of an event: one host, and in a joint event its guests.
create table event_provinces (
  event_id uuid not null,
  province_code text not null references tenants,
  part text not null check (part in ('host', 'guest')),
  edition_id uuid not null references editions,
  wave_id uuid,
  quota integer not null default 0 check (quota between 0 and 999),
  primary key (event_id, province_code),
  foreign key (event_id) references events (id),
  -- The wave stands here too, so that one key can say "once per edition"; it follows the event's.
  foreign key (event_id, edition_id, wave_id) references events (id, edition_id, wave_id) on update cascade
);
create unique index event_provinces_one_host on event_provinces (event_id) where part = 'host';
-- Every province exactly once among the waves of an edition.
create unique index event_provinces_once_per_edition on event_provinces (edition_id, province_code) where wave_id is not null;

create table event_officials (
  event_id uuid not null references events (id),
  id uuid not null,
  ceremony text not null check (ceremony in ('opener', 'closer')),
  phase text not null check (phase in ('planned', 'actual')),
  honorific text not null default '' check (honorific in ('', 'Bapak', 'Ibu')),
  full_name text not null check (length(full_name) between 1 and 120),
  title_prefix text not null default '' check (length(title_prefix) <= 40),
  title_suffix text not null default '' check (length(title_suffix) <= 80),
  position text not null default '' check (length(position) <= 200),
  acting_status text not null default 'definitif' check (acting_status in ('definitif', 'plt', 'plh', 'pj')),
  represents text not null default '' check (length(represents) <= 200),
  note text not null default '' check (length(note) <= 500),
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  source text not null default '',
  version integer not null default 1,
  primary key (event_id, id),
  constraint event_officials_once unique (event_id, ceremony, phase)
);

alter table role_grants add foreign key (event_id, province_code) references events (id, host_province);

-- Editions and waves are the nation's own and hold nobody's data; everyone who is signed in reads them.
do $$
declare t text;
begin
  foreach t in array array['editions', 'edition_goals', 'edition_categories', 'edition_award_categories', 'agenda_template_sessions', 'waves'] loop
    execute format('grant select on %I to scope_province, scope_assignment, scope_person, scope_national, scope_public, scope_system', t);
    execute format('grant insert, update, delete on %I to scope_national', t);
  end loop;
end $$;

alter table events enable row level security;
alter table events force row level security;
create policy province_reads on events for select to scope_province using (id = any((select app_events())::uuid[]));
create policy province_changes on events for update to scope_province using (host_province = (select app_province()) and id = any((select app_hosted())::uuid[]));
create policy province_adds on events for insert to scope_province with check (host_province = (select app_province()) and wave_id is null);
create policy assignment_reads on events for select to scope_assignment using (id = any((select app_events())::uuid[]));
create policy person_reads on events for select to scope_person using (id = any((select app_events())::uuid[]));
create policy national_all on events to scope_national using (true);
create policy system_reads on events for select to scope_system using (true);
grant select, insert, update on events to scope_province, scope_national;
grant delete on events to scope_national;
grant select on events to scope_assignment, scope_person, scope_system;

alter table event_provinces enable row level security;
alter table event_provinces force row level security;
create policy province_reads on event_provinces for select to scope_province using (event_id = any((select app_events())::uuid[]));
create policy province_changes on event_provinces for update to scope_province using (event_id = any((select app_hosted())::uuid[]));
create policy province_adds on event_provinces for insert to scope_province with check (province_code = (select app_province()) and part = 'host' and wave_id is null);
create policy assignment_reads on event_provinces for select to scope_assignment using (event_id = any((select app_events())::uuid[]));
create policy person_reads on event_provinces for select to scope_person using (event_id = any((select app_events())::uuid[]));
create policy national_all on event_provinces to scope_national using (true);
create policy system_reads on event_provinces for select to scope_system using (true);
grant select, insert on event_provinces to scope_province;
grant update (quota) on event_provinces to scope_province;
grant select, insert, update, delete on event_provinces to scope_national;
grant select on event_provinces to scope_assignment, scope_person, scope_system;

alter table event_officials enable row level security;
alter table event_officials force row level security;
create policy province_reads on event_officials for select to scope_province using (event_id = any((select app_events())::uuid[]));
create policy province_writes on event_officials for all to scope_province using (event_id = any((select app_hosted())::uuid[]));
create policy assignment_reads on event_officials for select to scope_assignment using (event_id = any((select app_events())::uuid[]));
create policy national_all on event_officials to scope_national using (true);
grant select, insert, update, delete on event_officials to scope_province, scope_national;
grant select on event_officials to scope_assignment;

-- An event that this transaction has just made is not yet among those its settings name. This lets a province go on
-- with its own new event, and with nothing else.
create function adopt_event(p_event uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if exists (select from events where id = p_event and host_province = app_province()) then
    perform set_config('app.events', (coalesce(app_events(), '{}') || p_event)::text, true),
            set_config('app.hosted', (coalesce(app_hosted(), '{}') || p_event)::text, true);
  end if;
end $$;
grant create on schema public to scope_system;
alter function adopt_event(uuid) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function adopt_event(uuid) from public;
grant execute on function adopt_event(uuid) to scope_province;
