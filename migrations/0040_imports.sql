-- Lists of people that come as a spreadsheet. What was read waits here until the office accepts it; nothing of it is a
-- participant before.
create table imports (
  event_id uuid not null,
  id uuid not null,
  -- Whose list it is, and whose people they become: a host may bring a guest's.
  province_code text not null,
  people_province text not null,
  file_name text not null check (length(file_name) between 1 and 200),
  sheets text[] not null check (cardinality(sheets) between 1 and 100),
  sheet integer not null default 1,
  -- The row of the headings, 0 for none, and how many rows they take.
  heading_row integer not null default 0 check (heading_row >= 0),
  heading_height integer not null default 1 check (heading_height between 0 and 2),
  -- What each column means; '' for one that is left out.
  mapping text[] not null default '{}',
  -- What a row is that does not say it.
  kind text not null default 'peserta' check (kind in ('peserta', 'fasilitator', 'narasumber', 'panitia', 'pejabat', 'konsultan')),
  category text not null default '' check (category in ('', 'province_office', 'regency_office', 'village_library', 'impact_beneficiary', 'champion_village')),
  state text not null default 'draft' check (state in ('draft', 'accepted', 'undone')),
  added integer not null default 0,
  changed integer not null default 0,
  made_by text not null,
  made_at timestamptz not null,
  settled_at timestamptz,
  primary key (event_id, id),
  unique (event_id, id, province_code),
  foreign key (event_id, province_code) references event_provinces (event_id, province_code),
  foreign key (event_id, people_province) references event_provinces (event_id, province_code)
);
create index imports_by_province on imports (province_code, event_id, made_at desc);

create table import_rows (
  event_id uuid not null,
  import_id uuid not null,
  province_code text not null,
  sheet integer not null,
  -- As the spreadsheet numbers it.
  number integer not null,
  is_hidden boolean not null default false,
  cells text[] not null check (cardinality(cells) <= 60),
  -- Cells mended here, by the column they belong to.
  mended jsonb not null default '{}',
  -- What is done with the row when that is not plain.
  choice text not null default '' check (choice in ('', 'skip', 'new', 'same')),
  -- Once accepted: whose row it became, what it was before, and the version it was left at.
  participant_id uuid,
  before jsonb,
  left_at_version integer,
  primary key (event_id, import_id, sheet, number),
  foreign key (event_id, import_id, province_code) references imports (event_id, id, province_code) on delete cascade
);

-- What a province's headings mean, as its people have put it right once.
create table import_headings (
  province_code text not null references tenants,
  heading text not null check (length(heading) between 1 and 120),
  meaning text not null check (length(meaning) <= 30),
  changed_at timestamptz not null,
  primary key (province_code, heading)
);

alter table imports enable row level security;
alter table imports force row level security;
create policy maker_owns on imports to scope_province
  using (province_code = (select app_province()) and event_id in (select unnest(app_events())));
grant select, insert, update, delete on imports to scope_province;
alter table import_rows enable row level security;
alter table import_rows force row level security;
create policy maker_owns on import_rows to scope_province
  using (province_code = (select app_province()) and event_id in (select unnest(app_events())));
grant select, insert, update, delete on import_rows to scope_province;
alter table import_headings enable row level security;
alter table import_headings force row level security;
create policy province_owns on import_headings to scope_province using (province_code = (select app_province()));
grant select, insert, update on import_headings to scope_province;

-- An import can be taken back while nothing was built on it: only people it brought, untouched since, can go.
alter table participants
  add column import_id uuid,
  add foreign key (event_id, import_id) references imports (event_id, id);
create index participants_by_import on participants (event_id, import_id) where import_id is not null;
create policy imported_and_untouched on participants as restrictive for delete to scope_province
  using (import_id is not null and version = 1);
grant delete on participants to scope_province;
alter table participant_details
  drop constraint participant_details_event_id_participant_id_province_code_fkey,
  add foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code) on delete cascade;
