-- Libraries of a province, and the people of an event.

create table libraries (
  province_code text not null references tenants,
  id uuid not null,
  kind text not null check (kind in ('province_office', 'regency_office', 'village_library', 'other')),
  name text not null check (length(name) between 2 and 200),
  -- What people and newspapers call it besides: "Sayu".
  also_known_as text not null default '' check (length(also_known_as) <= 200),
  -- The office that the library belongs to, as its letters write it.
  agency_name text not null default '' check (length(agency_name) <= 200),
  region_code text not null default '' check (length(region_code) <= 13),
  unit_word text not null default '' check (length(unit_word) <= 30),
  partner_since integer check (partner_since between 2010 and 2100),
  -- The years in which it took part in the programme; a library can be of two cohorts.
  cohorts integer[] not null default '{}' check (cardinality(cohorts) <= 20),
  is_champion boolean not null default false,
  bimtek_completed boolean not null default false,
  pic_name text not null default '' check (length(pic_name) <= 120),
  pic_phone text not null default '' check (length(pic_phone) <= 20),
  sim_code text not null default '' check (length(sim_code) <= 40),
  note text not null default '' check (length(note) <= 500),
  removed_at timestamptz,
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  source text not null default '',
  version integer not null default 1,
  changed_by text not null default '',
  changed_at timestamptz,
  primary key (province_code, id)
);
-- Two villages of one name in two kecamatan are two libraries; the same name in the same region is one.
create unique index libraries_name_key on libraries (province_code, lower(name), region_code) where removed_at is null;
alter table libraries enable row level security;
alter table libraries force row level security;
create policy province_owns on libraries to scope_province using (province_code = (select app_province()));
grant select, insert, update on libraries to scope_province;

-- One list of people per event. A person's row belongs to the province that sends it; that province and the
-- event's host see it. The agency's name is kept here, so that the host needs no library of another tenant.
create table participants (
  event_id uuid not null,
  id uuid not null,
  province_code text not null,
  kind text not null check (kind in ('peserta', 'fasilitator', 'narasumber', 'panitia', 'pejabat', 'konsultan')),
  category text check (category in ('province_office', 'regency_office', 'village_library', 'impact_beneficiary', 'champion_village')),
  library_id uuid,
  agency_name text not null default '' check (length(agency_name) <= 200),
  full_name text not null check (length(full_name) between 1 and 120),
  title_prefix text not null default '' check (length(title_prefix) <= 40),
  title_suffix text not null default '' check (length(title_suffix) <= 80),
  honorific text not null default '' check (honorific in ('', 'Bapak', 'Ibu')),
  sex text not null default '' check (sex in ('', 'L', 'P')),
  delegation_role text not null default '' check (length(delegation_role) <= 80),
  job_title text not null default '' check (length(job_title) <= 160),
  rank text not null default '' check (length(rank) <= 80),
  trainer_kind text check (trainer_kind in ('master_trainer', 'regional_facilitator')),
  -- Where a facilitator comes from: nobody judges the own kabupaten.
  home_region_code text not null default '' check (length(home_region_code) <= 13),
  account_id uuid references accounts,
  status text not null default 'registered' check (status in ('invited', 'awaiting_approval', 'registered', 'confirmed', 'declined', 'replaced', 'cancelled')),
  -- How the person came onto the list.
  entry text not null default 'office' check (entry in ('office', 'invited', 'self', 'walk_in', 'substitute')),
  replaces uuid,
  note text not null default '' check (length(note) <= 500),
  registered_at timestamptz not null,
  -- The name as it is compared: small letters and digits of what stands before a comma.
  name_key text not null generated always as (regexp_replace(lower(split_part(full_name, ',', 1)), '[^[:alnum:]]', '', 'g')) stored,
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  source text not null default '',
  version integer not null default 1,
  changed_by text not null default '',
  changed_at timestamptz,
  primary key (event_id, id),
  unique (event_id, id, province_code),
  foreign key (event_id, province_code) references event_provinces (event_id, province_code),
  foreign key (province_code, library_id) references libraries (province_code, id),
  foreign key (event_id, replaces) references participants (event_id, id),
  constraint participants_category check ((kind = 'peserta') = (category is not null))
);
create index participants_by_name on participants (event_id, lower(full_name));
create index participants_by_key on participants (event_id, name_key);
-- The counts on top of the list.
create index participants_counts on participants (event_id, province_code, kind, category, status);
create index participants_replacing on participants (event_id, replaces) where replaces is not null;
create index participants_by_library on participants (province_code, library_id) where library_id is not null;

-- Contact and identity, apart from the name: never granted to the national or the public scope.
create table participant_details (
  event_id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  phone text not null default '' check (length(phone) <= 20),
  email text not null default '' check (length(email) <= 200),
  nip text not null default '' check (nip ~ '^([0-9]{18})?$'),
  primary key (event_id, participant_id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code)
);
create index participant_details_by_phone on participant_details (event_id, phone) where phone <> '';
create index participant_details_by_nip on participant_details (province_code, nip) where nip <> '';

-- How many places each category of a province has.
create table category_quotas (
  event_id uuid not null,
  province_code text not null,
  category text not null check (category in ('province_office', 'regency_office', 'village_library', 'impact_beneficiary', 'champion_village')),
  places integer not null check (places between 0 and 999),
  version integer not null default 1,
  primary key (event_id, province_code, category),
  foreign key (event_id, province_code) references event_provinces (event_id, province_code)
);

alter table participants enable row level security;
alter table participants force row level security;
create policy owner_and_host on participants to scope_province
  using (event_id = any((select app_events())::uuid[]) and (province_code = (select app_province()) or event_id = any((select app_hosted())::uuid[])));
create policy assignment_reads on participants for select to scope_assignment using (event_id = any((select app_events())::uuid[]));
create policy person_reads_own on participants for select to scope_person using (event_id = any((select app_events())::uuid[]) and id = (select app_person()));
create policy national_counts on participants for select to scope_national using (true);
grant select, insert, update on participants to scope_province;
grant select on participants to scope_assignment, scope_person;
grant select (event_id, id, province_code, kind, category, status, registered_at) on participants to scope_national;

alter table participant_details enable row level security;
alter table participant_details force row level security;
create policy owner_and_host on participant_details to scope_province
  using (event_id = any((select app_events())::uuid[]) and (province_code = (select app_province()) or event_id = any((select app_hosted())::uuid[])));
create policy person_reads_own on participant_details for select to scope_person using (event_id = any((select app_events())::uuid[]) and participant_id = (select app_person()));
grant select, insert, update on participant_details to scope_province;
grant select on participant_details to scope_person;

alter table category_quotas enable row level security;
alter table category_quotas force row level security;
create policy party_reads on category_quotas for select to scope_province
  using (event_id = any((select app_events())::uuid[]) and (province_code = (select app_province()) or event_id = any((select app_hosted())::uuid[])));
create policy host_writes on category_quotas to scope_province using (event_id = any((select app_hosted())::uuid[]));
create policy assignment_reads on category_quotas for select to scope_assignment using (event_id = any((select app_events())::uuid[]));
create policy national_reads on category_quotas for select to scope_national using (true);
grant select, insert, update, delete on category_quotas to scope_province;
grant select on category_quotas to scope_assignment, scope_national;
