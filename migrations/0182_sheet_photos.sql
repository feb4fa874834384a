-- Photos of signed sheets, as evidence: drawn anew when they come, so that nothing of the phone's is in them. One that was
-- removed leaves its row with the reason, and no picture.
create table sheet_photos (
  event_id uuid not null,
  -- Made on the phone: sent again, it is the same photo.
  id uuid not null,
  code text not null,
  page integer not null check (page between 1 and 999),
  file bytea check (octet_length(file) <= 8000000),
  small bytea check (octet_length(small) <= 200000),
  taken_by uuid not null references accounts,
  received_at timestamptz not null,
  removed_at timestamptz,
  removed_by text,
  removed_reason text check (length(removed_reason) between 1 and 300),
  primary key (event_id, id),
  foreign key (event_id, code) references attendance_sheets (event_id, code),
  check ((removed_at is null) = (file is not null) and (file is null) = (small is null)),
  check ((removed_at is null) = (removed_by is null) and (removed_at is null) = (removed_reason is null))
);
alter table sheet_photos alter column file set storage external;
create index sheet_photos_by_page on sheet_photos (event_id, code, page, received_at);
alter table sheet_photos enable row level security;
alter table sheet_photos force row level security;
create policy host_owns on sheet_photos to scope_province using (event_id in (select unnest(app_hosted())));
create policy assignment_reads on sheet_photos for select to scope_assignment using (event_id in (select unnest(app_events())));
create policy assignment_adds on sheet_photos for insert to scope_assignment
  with check (event_id in (select unnest(app_events())) and taken_by = (select app_actor()));
grant select, insert on sheet_photos to scope_province, scope_assignment;
grant update (file, small, removed_at, removed_by, removed_reason) on sheet_photos to scope_province;
