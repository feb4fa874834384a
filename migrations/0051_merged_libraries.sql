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
