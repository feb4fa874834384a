-- Two rows of an event that are one person are merged: one row survives, the other stays as its alias. Marks, personal
-- links and replacements keep the id that they were made with and count for the survivor; so a merge can be undone.

alter table participants
  drop constraint participants_status_check,
  add constraint participants_status_check
    check (status in ('invited', 'awaiting_approval', 'registered', 'confirmed', 'declined', 'replaced', 'cancelled', 'merged')),
  -- Whom the row counts for, through however many merges, and since when: one step leads to the survivor. The key says
  -- that both are people of one province.
  add column merged_into uuid,
  add column merged_at timestamptz,
  add foreign key (event_id, merged_into, province_code) references participants (event_id, id, province_code),
  add constraint participants_merged check ((status = 'merged') = (merged_into is not null)
    and (merged_into is null) = (merged_at is null) and merged_into is distinct from id);
create index participants_by_survivor on participants (event_id, merged_into) where merged_into is not null;

-- One row for each merge that was made, undone or not. Rows of a chain (A into B, B into C) stay as they were made.
create table participant_merges (
  event_id uuid not null,
  id uuid not null,
  province_code text not null,
  survivor_id uuid not null,
  merged_id uuid not null,
  merged_at timestamptz not null,
  merged_by text not null,
  -- Where the merged one stood before.
  merged_status text not null,
  -- What the survivor's row took over, by column: {"phone": ["", "+62812.."]}, before and after.
  changes jsonb not null default '{}',
  -- Personal links that this merge ended, and those that it handed to the survivor.
  ended_links uuid[] not null default '{}',
  moved_links uuid[] not null default '{}',
  undone_at timestamptz,
  undone_by text,
  primary key (event_id, id),
  foreign key (event_id, survivor_id, province_code) references participants (event_id, id, province_code),
  foreign key (event_id, merged_id, province_code) references participants (event_id, id, province_code),
  check (survivor_id <> merged_id),
  check ((undone_at is null) = (undone_by is null))
);
-- Nobody is merged into two people at once.
create unique index participant_merges_once on participant_merges (event_id, merged_id) where undone_at is null;
create index participant_merges_by_survivor on participant_merges (event_id, survivor_id) where undone_at is null;

-- Pairs that somebody has looked at: not the same person.
create table participants_told_apart (
  event_id uuid not null,
  province_code text not null,
  one_id uuid not null,
  other_id uuid not null,
  told_by text not null,
  told_at timestamptz not null,
  primary key (event_id, one_id, other_id),
  foreign key (event_id, one_id, province_code) references participants (event_id, id, province_code) on delete cascade,
  foreign key (event_id, other_id, province_code) references participants (event_id, id, province_code) on delete cascade,
  check (one_id < other_id)
);

do $$
declare t text;
begin
  foreach t in array array['participant_merges', 'participants_told_apart'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_and_host on %I to scope_province
      using (event_id in (select unnest(app_events())) and (province_code = (select app_province()) or event_id in (select unnest(app_hosted()))))', t);
  end loop;
end $$;
grant select, insert, update on participant_merges to scope_province;
grant select, insert, delete on participants_told_apart to scope_province;

-- The effective states are worked out from marks and decisions. A guest that merges its own people works them out anew;
-- the marks themselves remain the host's to make.
create policy owner_settles on attendance_states to scope_province
  using (event_id in (select unnest(app_events())) and province_code = (select app_province()));
grant delete on attendance_states to scope_province;

-- A name as it sounds, without titles: the same rule as kernel::names::sounding(bare(..)), which a test compares. Stored,
-- so that people can be compared within the database.
create function name_sound(p_name text) returns text language plpgsql immutable parallel safe
as $$
declare
  titles constant text := 'h|hj|haji|hajjah|dr|drs|dra|drg|ir|prof|kh|ust|ustaz|sdr|sdri';
  front text := btrim(split_part(p_name, ',', 1));
  word text;
  words text[] := '{}';
  sound text := '';
  at integer := 0;
begin
  foreach word in array regexp_split_to_array(front, '\s+') loop
    if word = '' then continue; end if;
    if cardinality(words) = 0 and word ~* ('^(' || titles || ')(\.|$)') then
      word := coalesce(substring(word from '\.(.*)$'), '');
      if word = '' then continue; end if;
    end if;
    words := words || word;
  end loop;
  while cardinality(words) > 1 and octet_length(words[cardinality(words)]) <= 8
        and strpos(rtrim(words[cardinality(words)], '.'), '.') > 0 loop
    words := words[:cardinality(words) - 1];
  end loop;
  if cardinality(words) > 0 then front := array_to_string(words, ' '); end if;
  for word in select w from regexp_split_to_table(lower(front), '[^[:alnum:]]+') w where w <> '' loop
    if at = 0 and word in ('m', 'moh', 'mohd', 'muh') then word := 'muhamad'; end if;
    word := replace(replace(replace(replace(replace(replace(replace(word, 'oe', 'u'), 'dj', 'j'), 'tj', 'c'), 'ch', 'h'), 'kh', 'h'), 'ph', 'f'), 'sj', 'sy');
    if word like 'moha%' then word := replace(word, 'o', 'u'); end if;
    sound := regexp_replace(sound || regexp_replace(translate(word, 'yvq', 'ifk'), '(.)\1+', '\1', 'g'), 'h$', '');
    at := at + 1;
  end loop;
  return sound;
end $$;
grant execute on function name_sound(text) to scope_province, scope_assignment, scope_person, scope_national, scope_public, scope_system, sejawat_keeper;
alter table participants add column sound_key text not null generated always as (name_sound(full_name)) stored;
create index participants_by_sound on participants (event_id, sound_key) where merged_into is null;

-- Pairs of an event's people who may be one person, and why: for whoever asks, with their eyes. Neighbours in one order
-- after another, so that the work grows with the list and not with its square, also where a hundred people share one
-- telephone. People of two provinces are never paired: each province answers for its own.
create function suspected_doubles(p_event uuid)
returns table (one_id uuid, other_id uuid, same_nip boolean, same_phone boolean, same_name boolean, same_agency boolean, alike boolean)
language sql stable
as $$
  with people as materialized (
    select p.id, p.province_code, p.sound_key, coalesce(p.library_id::text, nullif(lower(p.agency_name), '')) as agency,
           coalesce(d.phone, '') as phone, coalesce(d.nip, '') as nip
      from participants p
      left join participant_details d on d.event_id = p.event_id and d.participant_id = p.id
     where p.event_id = p_event and p.merged_into is null
  ), met as (
    select id, 'nip' as by, array[lead(id, 1) over w, lead(id, 2) over w, lead(id, 3) over w] as next from people where nip <> ''
      window w as (partition by province_code, nip order by id)
    union all
    select id, 'phone', array[lead(id, 1) over w, lead(id, 2) over w, lead(id, 3) over w] from people where phone <> ''
      window w as (partition by province_code, phone order by id)
    union all
    select id, 'name', array[lead(id, 1) over w, lead(id, 2) over w, lead(id, 3) over w] from people where sound_key <> ''
      window w as (partition by province_code, sound_key order by agency, id)
    union all
    select id, 'alike', array[case when similarity(sound_key, lead(sound_key, 1) over w) >= 0.6 then lead(id, 1) over w end,
                              case when similarity(sound_key, lead(sound_key, 2) over w) >= 0.6 then lead(id, 2) over w end,
                              case when similarity(sound_key, lead(sound_key, 3) over w) >= 0.6 then lead(id, 3) over w end]
      from people where sound_key <> '' and agency is not null
      window w as (partition by province_code, agency order by sound_key, id)
  ), pairs as (
    select distinct least(met.id, n.id) as one_id, greatest(met.id, n.id) as other_id
      from met cross join lateral unnest(met.next) n (id)
     where n.id is not null
  )
  -- Looked up one by one: an estimate that is far off must not make the planner compare everybody with everybody.
  select pairs.one_id, pairs.other_id, f.same_nip, f.same_phone, f.same_name, f.same_agency, f.alike
    from pairs
   cross join lateral (select * from participants where event_id = p_event and id = pairs.one_id offset 0) a
   cross join lateral (select * from participants where event_id = p_event and id = pairs.other_id offset 0) b
    left join lateral (select * from participant_details where event_id = p_event and participant_id = pairs.one_id offset 0) c on true
    left join lateral (select * from participant_details where event_id = p_event and participant_id = pairs.other_id offset 0) d on true
   cross join lateral (select coalesce(a.library_id = b.library_id or (a.agency_name <> '' and lower(a.agency_name) = lower(b.agency_name)), false) as same_agency) g
   cross join lateral (select coalesce(c.nip <> '' and c.nip = d.nip, false) as same_nip, coalesce(c.phone <> '' and c.phone = d.phone, false) as same_phone,
                              a.sound_key <> '' and a.sound_key = b.sound_key as same_name, g.same_agency,
                              a.sound_key <> b.sound_key and g.same_agency and similarity(a.sound_key, b.sound_key) >= 0.6 as alike) f
   where (a.status in ('invited', 'awaiting_approval', 'registered', 'confirmed') or b.status in ('invited', 'awaiting_approval', 'registered', 'confirmed')) and (f.same_nip or f.same_phone or f.same_name or f.alike)
     and not exists (select from participants_told_apart t
                      where t.event_id = p_event and t.one_id = pairs.one_id and t.other_id = pairs.other_id)
$$;
grant execute on function suspected_doubles(uuid) to scope_province;

-- Locks the presence of these people in these sessions, in one order, and says whom each counts for. Merges wait for the
-- marks that are under way, and marks for the merge (verb `hold`): the second statement in here sees what was committed
-- before the first one's lock was given. Removed sessions and replaced people stay reachable: their marks may still be under way. One probe
-- of an index per pair: `offset 0` keeps the planner from reading the whole event instead.
create function hold_presence(p_event uuid, p_sessions uuid[], p_people uuid[])
returns table (session_id uuid, person_id uuid, counts_for uuid, province_code text, closed boolean, aliases uuid[], since timestamptz[])
language plpgsql volatile
-- Planned once for a connection: planning for every mark takes longer than marking.
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  perform pg_advisory_xact_lock_shared(hashtextextended(p_event::text, 50));
  return query
    with asked as (
      select a.session_id, p.id, coalesce(p.merged_into, p.id) as counts_for, p.province_code
        from unnest(p_sessions, p_people) a (session_id, person_id)
        cross join lateral (select id, merged_into, province_code from participants where event_id = p_event and id = a.person_id offset 0) p
       order by 1, 3 offset 0
    ), held as materialized (
      select a.*, pg_advisory_xact_lock(hashtextextended(a.session_id::text || a.counts_for::text, 0)) from asked a
    )
    select s.id, h.id, h.counts_for, h.province_code, s.locked_at is not null, m.ids, m.since
      from held h
      cross join lateral (select id, locked_at from sessions where event_id = p_event and id = h.session_id offset 0) s
      cross join lateral (select array_agg(id) as ids, array_agg(merged_at) as since
                            from participants where event_id = p_event and merged_into = h.counts_for offset 0) m;
end $$;
grant execute on function hold_presence(uuid, uuid[], uuid[]) to scope_province, scope_assignment;

-- How many people an event has: nobody twice. Apart from that the view is as 0008 made it.
create or replace view event_progress with (security_invoker) as
select e.id as event_id,
       (select count(*) from sessions s where s.event_id = e.id and s.removed_at is null) as sessions,
       (select count(*) from sessions s where s.event_id = e.id and s.removed_at is null and s.takes_attendance
          and s.locked_at is not null) as closed_sessions,
       (select count(*) from participants p where p.event_id = e.id and p.kind = 'peserta'
          and p.status in ('registered', 'confirmed')) as registered,
       (select count(*) from participants p where p.event_id = e.id and p.status <> 'merged') as people
  from events e;

-- Whoever was merged has no page of their own any more, whatever else the function has come to say since 0030.
do $$
begin
  execute replace(pg_get_functiondef('resolve_personal_link(bytea, bytea, timestamptz)'::regprocedure),
    '(''replaced'', ''cancelled'', ''declined'')', '(''replaced'', ''cancelled'', ''declined'', ''merged'')');
end $$;
