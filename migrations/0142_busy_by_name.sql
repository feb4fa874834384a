-- The same human in another event: by account, or by NIP or telephone together with the name. A number alone is also a shared
-- office telephone, and a way to ask about anybody whose number one has.
create function only_letters(p_name text) returns text
language sql immutable set search_path = pg_catalog, pg_temp
as $$ select regexp_replace(lower(p_name), '[^[:alpha:]]', '', 'g') $$;
revoke execute on function only_letters(text) from public;
grant execute on function only_letters(text) to scope_system;
grant select (full_name) on participants to scope_system;

-- One step after another along the indexes, each looked up by itself: the planner does not know how few people lead.
create or replace function busy_elsewhere(p_event uuid) returns table (participant_id uuid, starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  with mine as materialized (
    -- Whoever was merged counts as their survivor, and is recognised by what either row says.
    select l.session_id, l.participant_id as alias, coalesce(p.merged_into, p.id) as person
      from session_leaders l
      join participants p on p.event_id = l.event_id and p.id = l.participant_id
     where l.event_id = p_event and p_event in (select unnest(app_hosted()))
  ), rows as materialized (
    select distinct person, alias as id from mine union select person, person from mine
  ), known as materialized (
    select r.person, p.account_id, p.name, coalesce(d.nip, '') as nip, coalesce(d.phone, '') as phone
      from rows r
      cross join lateral (select account_id, only_letters(full_name) as name from participants where event_id = p_event and id = r.id offset 0) p
      left join lateral (select nip, phone from participant_details where event_id = p_event and participant_id = r.id offset 0) d on true
  ), same as materialized (
    select k.person, o.event_id, o.id from known k
      cross join lateral (select p.event_id, p.id from participants p where p.account_id = k.account_id and p.event_id <> p_event offset 0) o
    union
    select k.person, o.event_id, o.id from known k
      cross join lateral (select d.event_id, d.participant_id as id from participant_details d
                           where k.nip <> '' and d.nip <> '' and d.nip = k.nip and d.event_id <> p_event offset 0) o
      cross join lateral (select from participants p where p.event_id = o.event_id and p.id = o.id and only_letters(p.full_name) = k.name offset 0) n
    union
    select k.person, o.event_id, o.id from known k
      cross join lateral (select d.event_id, d.participant_id as id from participant_details d
                           where k.phone <> '' and d.phone <> '' and d.phone = k.phone and d.event_id <> p_event offset 0) o
      cross join lateral (select from participants p where p.event_id = o.event_id and p.id = o.id and only_letters(p.full_name) = k.name offset 0) n
  ), there as materialized (
    select distinct s.person, s.event_id, a.id
      from same s
      cross join lateral (select coalesce(p.merged_into, p.id) as id from participants p where p.event_id = s.event_id and p.id = s.id offset 0) c
      cross join lateral (select p.id from participants p where p.event_id = s.event_id and p.id = c.id
                             and p.status in ('invited', 'registered', 'confirmed') offset 0) q
      cross join lateral (select q.id union all
                          select p.id from participants p where p.event_id = s.event_id and p.merged_into = q.id) a
  ), hours as materialized (
    select distinct t.person, o.starts_at, o.ends_at
      from there t
      cross join lateral (select status from events where id = t.event_id and status not in ('postponed', 'cancelled') offset 0) e
      cross join lateral (select l.session_id from session_leaders l where l.event_id = t.event_id and l.participant_id = t.id offset 0) l
      cross join lateral (select s.starts_at, s.ends_at from sessions s
                           where s.event_id = t.event_id and s.id = l.session_id and s.removed_at is null offset 0) o
  )
  select h.person, h.starts_at, h.ends_at
    from hours h
   where exists (select from mine m join sessions s on s.event_id = p_event and s.id = m.session_id
                  where m.person = h.person and s.removed_at is null and s.starts_at < h.ends_at and h.starts_at < s.ends_at)
   order by 1, 2, 3 limit 500
$$;
