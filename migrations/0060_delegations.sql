-- Invited libraries of an event: the office gives each a number of places, and its PIC names the people who come.

-- The invitation that a transaction by a delegation link is about.
create function app_delegation() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.delegation', true), '')::uuid $$;
grant execute on function app_delegation() to scope_person;

-- The first words of URLs are no province's.
alter table tenants add constraint tenants_slug_free check (slug <> 'utusan');

create table delegations (
  event_id uuid not null,
  id uuid not null,
  province_code text not null,
  library_id uuid not null,
  -- What the library is called stands here too: the host of a joint event sees no library of a guest.
  library_name text not null check (length(library_name) between 2 and 200),
  library_kind text not null check (library_kind in ('province_office', 'regency_office', 'village_library', 'other')),
  -- What its people are of: the library's usual category, or the office's choice.
  category text not null check (category in ('province_office', 'regency_office', 'village_library', 'impact_beneficiary', 'champion_village')),
  places integer not null check (places between 1 and 99),
  -- The last day on which people can be named; null follows the event's first programme day.
  closes_on date,
  pic_name text not null default '' check (length(pic_name) <= 120),
  pic_phone text not null default '' check (length(pic_phone) <= 20),
  note text not null default '' check (length(note) <= 500),
  answer text not null default 'none' check (answer in ('none', 'done', 'declined')),
  answer_reason text not null default '' check (length(answer_reason) <= 500),
  answered_at timestamptz,
  -- When the link that counts was opened on a first device.
  link_opened_at timestamptz,
  reminded_at timestamptz,
  reminded_by text not null default '',
  withdrawn_at timestamptz,
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  invited_at timestamptz not null,
  -- What the office changed; an answer of the PIC does not count.
  version integer not null default 1,
  changed_by text not null default '',
  changed_at timestamptz,
  primary key (event_id, id),
  unique (event_id, id, province_code),
  -- One that was withdrawn and is invited again is the same.
  constraint delegations_once unique (event_id, province_code, library_id),
  foreign key (event_id, province_code) references event_provinces (event_id, province_code),
  foreign key (province_code, library_id) references libraries (province_code, id),
  check ((answer = 'none') = (answered_at is null))
);
create index delegations_by_library on delegations (province_code, library_id);

alter table delegations enable row level security;
alter table delegations force row level security;
create policy owner_and_host on delegations for select to scope_province
  using (event_id in (select unnest(app_events())) and (province_code = (select app_province()) or event_id in (select unnest(app_hosted()))));
create policy owner_writes on delegations to scope_province
  using (event_id in (select unnest(app_events())) and province_code = (select app_province()));
create policy delegate_own on delegations for select to scope_person
  using (event_id in (select unnest(app_events())) and id = (select app_delegation()));
create policy delegate_answers on delegations for update to scope_person
  using (event_id in (select unnest(app_events())) and id = (select app_delegation()) and withdrawn_at is null);
grant select, insert, update on delegations to scope_province;
grant select (event_id, id, province_code, library_id, library_name, category, places, closes_on, pic_name, pic_phone, answer, answer_reason,
              answered_at, link_opened_at, withdrawn_at, data_origin) on delegations to scope_person;
grant update (answer, answer_reason, answered_at, link_opened_at) on delegations to scope_person;

-- Who was named by whom. `named_version` is the version at which the PIC left the row: once the office has changed it,
-- it is the office's.
alter table participants
  add column delegation_id uuid,
  add column named_version integer,
  add foreign key (event_id, delegation_id, province_code) references delegations (event_id, id, province_code),
  add constraint participants_named check ((delegation_id is null) = (named_version is null)),
  add unique (event_id, id, delegation_id);
create index participants_by_delegation on participants (event_id, delegation_id) where delegation_id is not null;
create policy delegate_reads on participants for select to scope_person
  using (event_id in (select unnest(app_events())) and delegation_id = (select app_delegation()));
create policy delegate_names on participants for insert to scope_person
  with check (event_id in (select unnest(app_events())) and delegation_id = (select app_delegation())
    and kind = 'peserta' and entry = 'invited' and status = 'registered' and version = 1 and named_version = 1);
create policy delegate_corrects on participants for update to scope_person
  using (event_id in (select unnest(app_events())) and delegation_id = (select app_delegation())
    and version = named_version and status in ('registered', 'cancelled'))
  with check (event_id in (select unnest(app_events())) and delegation_id = (select app_delegation())
    and version = named_version and status in ('registered', 'cancelled'));
grant insert (event_id, id, province_code, kind, category, library_id, agency_name, full_name, title_prefix, title_suffix, sex, delegation_role,
              job_title, status, entry, registered_at, data_origin, changed_by, changed_at, delegation_id, named_version) on participants to scope_person;
grant update (full_name, title_prefix, title_suffix, sex, delegation_role, job_title, status, version, named_version, changed_by, changed_at)
  on participants to scope_person;

alter table participant_details
  add column delegation_id uuid,
  add foreign key (event_id, participant_id, delegation_id) references participants (event_id, id, delegation_id) on delete cascade;
create policy delegate_reads on participant_details for select to scope_person
  using (event_id in (select unnest(app_events())) and delegation_id = (select app_delegation()));
create policy delegate_names on participant_details for insert to scope_person
  with check (event_id in (select unnest(app_events())) and delegation_id = (select app_delegation()));
create policy delegate_corrects on participant_details for update to scope_person
  using (event_id in (select unnest(app_events())) and delegation_id = (select app_delegation()));
grant insert (event_id, participant_id, province_code, phone, delegation_id), update (phone) on participant_details to scope_person;
