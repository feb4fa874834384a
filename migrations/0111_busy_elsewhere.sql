-- Who of an event's leaders and moderators is needed in another event at the same moment: the person and the hours, and
-- nothing else. Not where, not which event, not what for. Only the event's host asks, and only about its own event.

-- The same human in other events: by account, NIP or telephone.
create index participants_by_account on participants (account_id) where account_id is not null;
create index participant_details_by_nip_anywhere on participant_details (nip) where nip <> '';
create index participant_details_by_phone_anywhere on participant_details (phone) where phone <> '';

-- The function below reads these as scope_system; the program's own statements never do.
create policy system_reads on sessions for select to scope_system using (true);
create policy system_reads on session_leaders for select to scope_system using (true);
grant select (event_id, id, starts_at, ends_at, removed_at) on sessions to scope_system;
grant select (event_id, session_id, participant_id) on session_leaders to scope_system;
grant select (account_id, merged_into) on participants to scope_system;
grant select (nip) on participant_details to scope_system;

-- One step after another along the indexes, each looked up by itself: the planner does not know how few people lead.
create function busy_elsewhere(p_event uuid) returns table (participant_id uuid, starts_at timestamptz, ends_at timestamptz)
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
    select r.person, p.account_id, coalesce(d.nip, '') as nip, coalesce(d.phone, '') as phone
      from rows r
      cross join lateral (select account_id from participants where event_id = p_event and id = r.id offset 0) p
      left join lateral (select nip, phone from participant_details where event_id = p_event and participant_id = r.id offset 0) d on true
  ), same as materialized (
    select k.person, o.event_id, o.id from known k
      cross join lateral (select p.event_id, p.id from participants p where p.account_id = k.account_id and p.event_id <> p_event offset 0) o
    union
    select k.person, o.event_id, o.id from known k
      cross join lateral (select d.event_id, d.participant_id as id from participant_details d
                           where k.nip <> '' and d.nip <> '' and d.nip = k.nip and d.event_id <> p_event offset 0) o
    union
    select k.person, o.event_id, o.id from known k
      cross join lateral (select d.event_id, d.participant_id as id from participant_details d
                           where k.phone <> '' and d.phone <> '' and d.phone = k.phone and d.event_id <> p_event offset 0) o
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
grant create on schema public to scope_system;
alter function busy_elsewhere(uuid) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function busy_elsewhere(uuid) from public;
grant execute on function busy_elsewhere(uuid) to scope_province;
