-- Perpusnas's one list of partner libraries of all provinces. It is read once and given to the offices, each its own rows, as a
-- file that waits among its imports (0062) until the office accepts it. What was given away the list itself forgets.
create table partner_lists (
  id uuid primary key,
  file_name text not null check (length(file_name) between 1 and 200),
  heading_row integer not null default 0 check (heading_row >= 0),
  heading_height integer not null default 1 check (heading_height between 0 and 2),
  -- What each column means; '' for one that is left out.
  mapping text[] not null default '{}',
  lines jsonb not null default '[]',
  state text not null default 'draft' check (state in ('draft', 'shared')),
  made_by text not null,
  made_at timestamptz not null,
  shared_by text not null default '',
  shared_at timestamptz,
  version integer not null default 1,
  check ((state = 'shared') = (shared_at is not null)),
  check (state = 'draft' or lines = '[]')
);
create index partner_lists_newest on partner_lists (made_at desc, id);

-- Which offices a list was given to, and how many libraries each. Whether an office has accepted its part says the import;
-- where that is gone and the part has not ended, the office has thrown it away.
create table partner_list_parts (
  list_id uuid not null references partner_lists,
  province_code text not null references tenants,
  libraries integer not null check (libraries > 0),
  ended text not null default '' check (ended in ('', 'withdrawn', 'replaced')),
  primary key (list_id, province_code)
);

do $$
declare t text;
begin
  foreach t in array array['partner_lists', 'partner_list_parts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy national_reads on %I for select to scope_national using (true)', t);
    execute format('create policy national_adds on %I for insert to scope_national with check (true)', t);
    execute format('create policy national_changes on %I for update to scope_national using (true)', t);
  end loop;
end $$;
create policy national_forgets on partner_lists for delete to scope_national using (state = 'draft');
grant select, insert, delete on partner_lists to scope_national;
grant update (mapping, lines, state, shared_by, shared_at, version) on partner_lists to scope_national;
grant select, insert on partner_list_parts to scope_national;
grant update (ended) on partner_list_parts to scope_national;

-- Of the offices' files the nation reaches those that it gave them: it adds them, takes back those that wait, and sees what
-- became of them, never what they say.
alter table library_imports
  add column partner_list_id uuid references partner_lists,
  -- How many libraries the nation counted in it.
  add column partners integer not null default 0 check (partners >= 0);
create unique index library_imports_by_partner_list on library_imports (partner_list_id, province_code) where partner_list_id is not null;
create policy national_reads on library_imports for select to scope_national using (partner_list_id is not null);
create policy national_adds on library_imports for insert to scope_national with check (partner_list_id is not null and state = 'draft');
create policy national_withdraws on library_imports for delete to scope_national using (partner_list_id is not null and state = 'draft');
grant select (province_code, id, partner_list_id, state, added, changed, settled_at) on library_imports to scope_national;
grant insert (province_code, id, partner_list_id, partners, file_name, heading_row, heading_height, mapping, lines, made_by, made_at)
  on library_imports to scope_national;
grant delete on library_imports to scope_national;

-- A row's kabupaten or kota may tell its province.
create index regions_regencies on regions (code) where level = 2;
