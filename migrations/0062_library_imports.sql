-- A directory of libraries that comes as a spreadsheet. What was read waits here until the office accepts it; nothing of
-- it is a library before. One that was accepted keeps its counts and forgets what it said.
create table library_imports (
  province_code text not null references tenants,
  id uuid not null,
  file_name text not null check (length(file_name) between 1 and 200),
  heading_row integer not null default 0 check (heading_row >= 0),
  heading_height integer not null default 1 check (heading_height between 0 and 2),
  -- What each column means; '' for one that is left out.
  mapping text[] not null default '{}',
  lines jsonb not null default '[]',
  -- What is done with rows that are not plain, by their numbers.
  answers jsonb not null default '{}',
  state text not null default 'draft' check (state in ('draft', 'accepted')),
  added integer not null default 0,
  changed integer not null default 0,
  made_by text not null,
  made_at timestamptz not null,
  settled_at timestamptz,
  primary key (province_code, id)
);
create index library_imports_newest on library_imports (province_code, made_at desc);
alter table library_imports enable row level security;
alter table library_imports force row level security;
create policy province_owns on library_imports to scope_province using (province_code = (select app_province()));
grant select, insert, update, delete on library_imports to scope_province;
