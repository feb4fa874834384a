-- What people have agreed to, purpose by purpose. Nothing is ever rewritten: the last row of a purpose counts, and the rows
-- before it are the proof of what held when.
create table consents (
  event_id uuid not null,
  id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  purpose text not null check (purpose in ('photo', 'testimony', 'whatsapp')),
  -- Which wording was read.
  text_version integer not null check (text_version >= 1),
  given boolean not null,
  channel text not null check (channel in ('open_link', 'own_page', 'office')),
  recorded_by text not null,
  at timestamptz not null,
  primary key (event_id, id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code) on delete cascade
);
create index consents_by_person on consents (event_id, participant_id, purpose, at desc, id desc);
alter table consents enable row level security;
alter table consents force row level security;
create policy owner_and_host on consents to scope_province
  using (event_id in (select unnest(app_events())) and (province_code = (select app_province()) or event_id in (select unnest(app_hosted()))));
create policy person_owns on consents to scope_person
  using (event_id in (select unnest(app_events())) and participant_id = (select app_person()));
create policy applicant_adds on consents for insert to scope_public
  with check (event_id in (select unnest(app_events())) and participant_id = (select app_person()) and (select app_open_link()) is not null);
grant select, insert on consents to scope_province, scope_person;
grant insert on consents to scope_public;
