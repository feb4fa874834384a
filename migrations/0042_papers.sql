-- Papers of an event, made in the background and kept for a while: the same data gives the same bytes.
create table papers (
  event_id uuid not null,
  id uuid not null,
  -- Whose paper it is: an office that comes as a guest prints its own people.
  province_code text not null,
  kind text not null check (kind in ('participant_list', 'attendance_sheet', 'badges', 'table_signs', 'biodata')),
  choices jsonb not null,
  job_id uuid not null,
  made_by text not null,
  asked_at timestamptz not null,
  -- Once made.
  file bytea,
  pages integer,
  people integer,
  primary key (event_id, id),
  foreign key (event_id, province_code) references event_provinces (event_id, province_code),
  foreign key (province_code, job_id) references jobs (province_code, id) on delete cascade,
  check ((file is null) = (pages is null) and (file is null) = (people is null))
);
alter table papers alter column file set storage external;
create index papers_by_province on papers (province_code, event_id, asked_at desc);
create index papers_by_job on papers (province_code, job_id);

-- What a badge's QR code says instead of a name: a word of this event that means this person.
create table badge_tokens (
  event_id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  token text not null unique check (token ~ '^[0-9A-Z]{20}$'),
  primary key (event_id, participant_id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code) on delete cascade
);

-- Who stands on which line of an attendance sheet that was printed; the code is on every page of it.
create table attendance_sheets (
  event_id uuid not null,
  code text not null check (code ~ '^[0-9A-Z]{6}$'),
  province_code text not null,
  -- A whole day, or one session of it.
  day date not null,
  session_id uuid,
  people uuid[] not null,
  -- The last line of each page, blank lines included.
  page_ends integer[] not null,
  first_printed_at timestamptz not null,
  primary key (event_id, code),
  foreign key (event_id, province_code) references event_provinces (event_id, province_code),
  foreign key (event_id, session_id) references sessions (event_id, id)
);
create index attendance_sheets_by_province on attendance_sheets (province_code, event_id);

alter table papers enable row level security;
alter table papers force row level security;
create policy maker_owns on papers to scope_province
  using (province_code = (select app_province()) and event_id in (select unnest(app_events())));
grant select, insert, delete on papers to scope_province;
grant update (file, pages, people) on papers to scope_province;

alter table badge_tokens enable row level security;
alter table badge_tokens force row level security;
create policy owner_and_host on badge_tokens to scope_province
  using (event_id in (select unnest(app_events())) and (province_code = (select app_province()) or event_id in (select unnest(app_hosted()))));
create policy assignment_reads on badge_tokens for select to scope_assignment using (event_id in (select unnest(app_events())));
grant select, insert on badge_tokens to scope_province;
grant select on badge_tokens to scope_assignment;

alter table attendance_sheets enable row level security;
alter table attendance_sheets force row level security;
create policy maker_owns on attendance_sheets to scope_province
  using (province_code = (select app_province()) and event_id in (select unnest(app_events())));
grant select, insert on attendance_sheets to scope_province;
