-- Two libraries of a province that are one are merged: one row survives, the other is removed and says into which. What
-- hangs on a library moves to the survivor; the merge keeps what it moved, so that it can be undone.
alter table libraries
  add column merged_into uuid,
  add foreign key (province_code, merged_into) references libraries (province_code, id),
  add constraint libraries_merged check (merged_into is null or (removed_at is not null and merged_into <> id));

create table library_merges (
  province_code text not null,
  id uuid not null,
  survivor_id uuid not null,
  merged_id uuid not null,
  merged_at timestamptz not null,
  merged_by text not null,
  -- What the survivor's row took over, by column, before and after.
  changes jsonb not null default '{}',
  -- What hung on the merged one, by table: {"participants": [{"event_id": .., "id": .., "agency_name": ..}]}.
  moved jsonb not null default '{}',
  undone_at timestamptz,
  undone_by text,
  primary key (province_code, id),
  foreign key (province_code, survivor_id) references libraries (province_code, id),
  foreign key (province_code, merged_id) references libraries (province_code, id),
  check (survivor_id <> merged_id),
  check ((undone_at is null) = (undone_by is null))
);
create unique index library_merges_once on library_merges (province_code, merged_id) where undone_at is null;
create index library_merges_by_survivor on library_merges (province_code, survivor_id) where undone_at is null;

-- Pairs that somebody has looked at: not the same library.
create table libraries_told_apart (
  province_code text not null,
  one_id uuid not null,
  other_id uuid not null,
  told_by text not null,
  told_at timestamptz not null,
  primary key (province_code, one_id, other_id),
  foreign key (province_code, one_id) references libraries (province_code, id),
  foreign key (province_code, other_id) references libraries (province_code, id),
  check (one_id < other_id)
);

do $$
declare t text;
begin
  foreach t in array array['library_merges', 'libraries_told_apart'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy province_owns on %I to scope_province using (province_code = (select app_province()))', t);
  end loop;
end $$;
grant select, insert, update on library_merges to scope_province;
grant select, insert, delete on libraries_told_apart to scope_province;

-- Pairs of a province's libraries that may be one, and why. Names are compared without the words that all of them have,
-- as they sound; neighbours in one order after another, as for people (0050). Two villages of one name in two regions are
-- two libraries.
create function library_sound(p_name text) returns text language sql immutable parallel safe
  as $$ select name_sound(regexp_replace(lower(p_name), '\m(perpustakaan|perpus|taman|bacaan|baca|masyarakat|tbm|desa|ds|kelurahan|kel|nagari|kampung|gampong|dinas|daerah|umum|provinsi|prov|dan|arsip|kearsipan)\M', '', 'g')) $$;
grant execute on function library_sound(text) to scope_province;
create function suspected_libraries(p_province text)
returns table (one_id uuid, other_id uuid, same_code boolean, same_region boolean, same_name boolean, alike boolean)
language sql stable
as $$
  with libs as materialized (
    select id, kind, region_code, lower(sim_code) as code, library_sound(name) as sound
      from libraries where province_code = p_province and removed_at is null
  ), met as (
    select id, array[lead(id, 1) over w, lead(id, 2) over w, lead(id, 3) over w] as next from libs where code <> ''
      window w as (partition by code order by id)
    union all
    select id, array[lead(id, 1) over w, lead(id, 2) over w, lead(id, 3) over w] from libs where region_code <> ''
      window w as (partition by kind, region_code order by id)
    union all
    select id, array[case when similarity(sound, lead(sound, 1) over w) >= 0.6 then lead(id, 1) over w end,
                     case when similarity(sound, lead(sound, 2) over w) >= 0.6 then lead(id, 2) over w end,
                     case when similarity(sound, lead(sound, 3) over w) >= 0.6 then lead(id, 3) over w end]
      from libs where sound <> ''
      window w as (order by sound, id)
  ), pairs as (
    select distinct least(met.id, n.id) as one_id, greatest(met.id, n.id) as other_id
      from met cross join lateral unnest(met.next) n (id)
     where n.id is not null
  )
  select pairs.one_id, pairs.other_id, f.same_code, f.same_region, f.same_name, f.alike
    from pairs
   cross join lateral (select *, library_sound(name) as sound, lower(sim_code) as code from libraries
                        where province_code = p_province and id = pairs.one_id offset 0) a
   cross join lateral (select *, library_sound(name) as sound, lower(sim_code) as code from libraries
                        where province_code = p_province and id = pairs.other_id offset 0) b
   cross join lateral (select a.kind = b.kind or 'other' in (a.kind, b.kind) as same_kind,
                              a.region_code = b.region_code or '' in (a.region_code, b.region_code) as one_place) k
   cross join lateral (select a.code <> '' and a.code = b.code as same_code,
                              a.kind = b.kind and a.region_code <> '' and a.region_code = b.region_code as same_region,
                              k.same_kind and k.one_place and a.sound <> '' and a.sound = b.sound as same_name,
                              k.same_kind and k.one_place and a.sound <> b.sound and similarity(a.sound, b.sound) >= 0.6 as alike) f
   where (f.same_code or f.same_region or f.same_name or f.alike)
     and not exists (select from libraries_told_apart t
                      where t.province_code = p_province and t.one_id = pairs.one_id and t.other_id = pairs.other_id)
$$;
grant execute on function suspected_libraries(text) to scope_province;
