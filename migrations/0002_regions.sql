-- Official regions of Indonesia: 38 provinces, 514 kabupaten and kota, 7,285 kecamatan, 83,762 villages.
-- Public reference data, the same for every tenant: no row-level security, and no scope writes them. The rows are not in
-- this file; the owner's login fills the table after migrating (src/regions/load.rs).

create extension if not exists pg_trgm;
-- A superuser who migrates owns the extension's functions, and then the default privileges above keep everybody from
-- using them. Give them what every other installation of the extension gives.
do $$
declare
  wanted regprocedure;
begin
  for wanted in
    select objid::regprocedure from pg_depend
    where classid = 'pg_proc'::regclass and refclassid = 'pg_extension'::regclass and deptype = 'e'
      and refobjid = (select oid from pg_extension where extname = 'pg_trgm')
      and not has_function_privilege('scope_public', objid, 'execute')
  loop
    execute format('grant execute on function %s to public', wanted);
  end loop;
end $$;

create table regions (
  -- Kemendagri's code with its dots, always text: 62, 62.11, 62.11.05, 62.11.05.2014.
  -- In collation C everything within a region lies between code || '.' and code || '/'.
  code text collate "C" primary key,
  -- 1 province, 2 kabupaten or kota, 3 kecamatan, 4 village.
  level smallint not null generated always as ((length(code) + 1) / 3) stored,
  province_code text collate "C" not null generated always as (left(code, 2)) stored,
  -- Null for a province.
  parent_code text collate "C" generated always as (nullif(left(code, (length(code) + 1) / 3 * 3 - 4), '')) stored,
  -- The official name without the word for its kind: Tegal.
  name text not null,
  -- That word: Kabupaten.
  kind text not null check (kind in ('Provinsi', 'Kabupaten', 'Kota', 'Kabupaten Administrasi', 'Kota Administrasi',
    'Kecamatan', 'Kelurahan', 'Desa', 'Desa Adat')),
  -- What the region lies in, nearest first, as it is shown: Kec. Kahayan Hilir, Kab. Pulang Pisau, Kalimantan Tengah.
  parents text not null,
  -- The name as it is searched, small letters and digits only (src/regions/query.rs).
  key text collate "C" not null,
  zone text not null check (zone in ('WIB', 'WITA', 'WIT')),
  -- When a province newer than the 34 of early 2022 was inaugurated. Null for those 34, and below provinces.
  since date check (since is null or level = 1)
);

create index regions_provinces on regions (code) where level = 1;
-- "Begins with", as a range, and "resembles".
create index regions_key on regions (key);
create index regions_key_trigrams on regions using gin (key gin_trgm_ops);

-- Which data the table holds; no row before the first load.
create table regions_version (
  only_row boolean primary key default true check (only_row),
  version text not null
);

grant select on regions to scope_province, scope_assignment, scope_person, scope_national, scope_public, scope_system;
