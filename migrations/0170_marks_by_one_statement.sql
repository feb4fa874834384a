-- Marks come in by one statement: it locks, keeps each mark once, works the effective states out anew and says what came
-- of each mark. The rule of the effective state stands in one function, which merges and decisions use as well.

-- Why a mark waits for a person: the session was closed, the marker's right had ended, or somebody else sent it.
alter table attendance_marks no force row level security;
alter table attendance_marks
  add column proposed_because text not null default '' check (proposed_because in ('', 'closed', 'right_ended', 'forwarded')),
  drop constraint attendance_marks_source_check;
update attendance_marks set proposed_because = 'closed' where outcome = 'proposed';
update attendance_marks set source = case source when 'list' then 'tap' else 'badge' end where source in ('list', 'scan');
alter table attendance_marks
  add constraint attendance_marks_source_check check (source in ('tap', 'form', 'badge', 'code', 'paper')),
  add constraint attendance_marks_proposed check ((outcome = 'proposed') = (proposed_because <> '')),
  -- An id is a marker's for one mark, whatever the event.
  drop constraint attendance_marks_pkey,
  add primary key (marker, id);
alter table attendance_marks force row level security;
-- What waits for a person, among ten million that do not.
create index attendance_marks_waiting on attendance_marks (event_id, session_id, participant_id) where proposed_because <> '';

-- Marks that still wait for a person, by the row that counts: nobody has decided about any of the person's rows since.
create view attendance_waiting with (security_invoker) as
  select m.event_id, m.session_id, coalesce(q.merged_into, q.id) as participant_id
    from attendance_marks m join participants q on q.event_id = m.event_id and q.id = m.participant_id
   where m.proposed_because <> ''
     and not exists (select from attendance_decisions d join participants o on o.event_id = d.event_id and o.id = d.participant_id
                      where d.event_id = m.event_id and d.session_id = m.session_id and d.decided_at >= m.received_at
                        and coalesce(o.merged_into, o.id) = coalesce(q.merged_into, q.id));
grant select on attendance_waiting to scope_province, scope_assignment;

-- In which transaction a row was changed last: a reader who has seen everything below a snapshot's oldest open transaction
-- asks for what was changed from there on. Repeats are possible, gaps are not, as they are with a serial.
create function note_change() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end $$;
alter table attendance_states add column changed_in xid8 not null default pg_current_xact_id();
alter table participants add column changed_in xid8 not null default pg_current_xact_id();
alter table sessions add column changed_in xid8 not null default pg_current_xact_id();
alter table badge_tokens add column changed_in xid8 not null default pg_current_xact_id();
create trigger change_is_noted before update on attendance_states for each row execute function note_change();
create trigger change_is_noted before update on participants for each row execute function note_change();
create trigger change_is_noted before update on sessions for each row execute function note_change();

-- Locks presence as 0050 says, but a session in sixteen parts: a delivery of five hundred people must not fill the
-- server's table of locks, and two people who mark at once seldom wait for one another.
create or replace function hold_presence(p_event uuid, p_sessions uuid[], p_people uuid[])
returns table (session_id uuid, person_id uuid, counts_for uuid, province_code text, closed boolean, aliases uuid[], since timestamptz[])
language plpgsql volatile set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  perform pg_advisory_xact_lock_shared(hashtextextended(p_event::text, 50));
  perform pg_advisory_xact_lock(part)
     from (select distinct hashtextextended(a.session_id::text, hashtext(coalesce(p.merged_into, p.id)::text) & 15) as part
             from unnest(p_sessions, p_people) a (session_id, person_id)
             cross join lateral (select id, merged_into from participants where event_id = p_event and id = a.person_id offset 0) p
            order by 1 offset 0) parts;
  return query
    select s.id, p.id, coalesce(p.merged_into, p.id), p.province_code, s.locked_at is not null, m.ids, m.since
      from unnest(p_sessions, p_people) a (session_id, person_id)
      cross join lateral (select id, merged_into, province_code from participants where event_id = p_event and id = a.person_id offset 0) p
      cross join lateral (select id, locked_at from sessions where event_id = p_event and id = a.session_id offset 0) s
      cross join lateral (select array_agg(id) as ids, array_agg(merged_at) as since
                            from participants where event_id = p_event and merged_into = coalesce(p.merged_into, p.id) offset 0) m;
end $$;

-- The state of these people in these sessions (pairs, each once, by the row that counts): a pure function of what is kept
-- about all rows of each and of the marks in p_fresh, whatever their order.
--
-- The newest decision outranks every mark. Marks that were known when a decision was made are settled by it; one that
-- arrives later and differs opens the conflict again. What was said of two rows before they were merged is two words, also
-- when one person said both, and is known to a decision over the other row once they have become one; what was taken
-- back of one row says nothing about the others. Else the mark with the greatest (effective time, id) counts, and is in
-- conflict when the last word of another marker differs.
create function effective_presence(p_event uuid, p_sessions uuid[], p_people uuid[], p_fresh attendance_marks[])
returns table (session_id uuid, person_id uuid, province_code text, state text, note text, effective_at timestamptz, mark_id uuid,
               marker uuid, conflict boolean, decided_at timestamptz, is_decided boolean)
language plpgsql stable set plan_cache_mode = force_generic_plan set enable_nestloop = off set jit = off
as $$
#variable_conflict use_column
begin
  return query
  with lines as materialized (
    select a.session_id, a.person_id, r.id as row_id, r.merged_at as since, r.province_code
      from unnest(p_sessions, p_people) a (session_id, person_id)
      cross join lateral (
        (select id, null::timestamptz as merged_at, province_code from participants where event_id = p_event and id = a.person_id offset 0)
        union all
        (select id, merged_at, province_code from participants where event_id = p_event and merged_into = a.person_id offset 0)) r
  ), said as materialized (
    select l.session_id, l.person_id, l.row_id, l.since, m.id, m.marker, m.state, m.note, m.effective_at, m.received_at
      from lines l
      cross join lateral (select * from attendance_marks
                           where event_id = p_event and session_id = l.session_id and participant_id = l.row_id
                             and proposed_because = '' offset 0) m
    union all
    select l.session_id, l.person_id, l.row_id, l.since, m.id, m.marker, m.state, m.note, m.effective_at, m.received_at
      from lines l join unnest(p_fresh) m on m.session_id = l.session_id and m.participant_id = l.row_id and m.proposed_because = ''
  ), decided as materialized (
    select l.session_id, l.person_id, l.row_id, l.since, d.id, d.state, d.decided_at
      from lines l
      cross join lateral (select * from attendance_decisions
                           where event_id = p_event and session_id = l.session_id and participant_id = l.row_id offset 0) d
  ), open_words as (
    select s.*, first_value(s.state) over (partition by s.session_id, s.person_id, s.row_id order by s.effective_at desc, s.id desc) as last_of_row
      from said s
     where not exists (select from decided d
                        where d.session_id = s.session_id and d.person_id = s.person_id
                          and d.decided_at >= case when d.row_id = s.row_id then s.received_at else greatest(s.received_at, s.since, d.since) end)
  ), standing as materialized (
    select * from (select o.*, bool_or(last_of_row <> 'cleared') over (partition by session_id, person_id) as some_stand from open_words o) w
     where last_of_row <> 'cleared' or not some_stand
  ), last_words as (
    select session_id, person_id, array_agg(state) as states
      from (select distinct on (session_id, person_id, marker, row_id) session_id, person_id, state
              from standing order by session_id, person_id, marker, row_id, effective_at desc, id desc) w
     group by session_id, person_id
  ), winners as (
    select distinct on (session_id, person_id) * from standing order by session_id, person_id, effective_at desc, id desc, marker desc
  ), newest as (
    select distinct on (session_id, person_id) * from said order by session_id, person_id, effective_at desc, id desc, marker desc
  ), rulings as (
    select distinct on (session_id, person_id) * from decided order by session_id, person_id, decided_at desc, row_id desc
  )
  select l.session_id, l.person_id, l.province_code, e.state, coalesce(c.note, ''), coalesce(c.effective_at, r.decided_at),
         coalesce(c.id, '00000000-0000-0000-0000-000000000000'), coalesce(c.marker, '00000000-0000-0000-0000-000000000000'),
         coalesce(not v.states <@ array[e.state], false)
           or r.id is not null and exists (
             select from decided o
              where o.session_id = l.session_id and o.person_id = l.person_id and o.state <> r.state
                and not exists (select from decided d
                                 where d.session_id = o.session_id and d.person_id = o.person_id and d.id <> o.id
                                   and d.decided_at >= case when d.row_id = o.row_id then o.decided_at else greatest(o.decided_at, o.since, d.since) end)),
         r.decided_at, r.id is not null
    from lines l
    left join winners w on w.session_id = l.session_id and w.person_id = l.person_id
    left join last_words v on v.session_id = l.session_id and v.person_id = l.person_id
    left join newest n on n.session_id = l.session_id and n.person_id = l.person_id
    left join rulings r on r.session_id = l.session_id and r.person_id = l.person_id
    -- Under a decision the newest mark's note, time and id stand.
    cross join lateral (select case when r.id is null then w.note else n.note end as note,
                               case when r.id is null then w.effective_at else n.effective_at end as effective_at,
                               case when r.id is null then w.id else n.id end as id,
                               case when r.id is null then w.marker else n.marker end as marker) c
    cross join lateral (select coalesce(r.state, w.state) as state) e
   where l.row_id = l.person_id and e.state is not null;
end $$;

-- Keeps the effective state of these people in these sessions, worked out from what is kept.
create function settle_presence(p_event uuid, p_sessions uuid[], p_people uuid[]) returns void
language plpgsql volatile set plan_cache_mode = force_generic_plan
as $$
begin
  insert into attendance_states as a (event_id, session_id, participant_id, province_code, state, note, effective_at, mark_id, marker, conflict, decided_at)
  select p_event, e.session_id, e.person_id, e.province_code, e.state, e.note, e.effective_at, e.mark_id, e.marker, e.conflict, e.decided_at
    from (select array_agg(h.session_id) as sessions, array_agg(h.counts_for) as people
            from (select distinct session_id, counts_for from hold_presence(p_event, p_sessions, p_people)) h) held
    cross join lateral effective_presence(p_event, held.sessions, held.people, '{}') e
   order by e.session_id, e.person_id
  on conflict (event_id, session_id, participant_id) do update
     set state = excluded.state, note = excluded.note, effective_at = excluded.effective_at, mark_id = excluded.mark_id,
         marker = excluded.marker, conflict = excluded.conflict, decided_at = excluded.decided_at;
end $$;

-- Keeps marks of one event by one marker, in the order they were sent, and says what came of each: stored, superseded,
-- conflict, proposed (code: why), duplicate (code: what came of it the first time) or refused (code: unknown, id_reused); and whether
-- it is the mark that now counts. p_because: why all of them wait for a person, or empty; p_unsent: what the phone still holds,
-- or null. An id that the marker gave to a mark in an
-- event out of sight is a violation of the key and fails the statement: the caller then asks mark by mark.
-- Joins by hash: the planner takes every list for a short one, and would compare each mark with each.
create function take_marks(
  p_event uuid, p_marker uuid, p_received timestamptz, p_device text, p_because text,
  p_ids uuid[], p_sessions uuid[], p_people uuid[], p_states text[], p_notes text[], p_device_times timestamptz[], p_offsets bigint[],
  p_effective timestamptz[], p_doubtful boolean[], p_sources text[], p_unsent integer, p_unsent_since timestamptz)
returns table (place bigint, outcome text, counts boolean, code text)
language plpgsql volatile set plan_cache_mode = force_generic_plan set enable_nestloop = off set jit = off
as $$
#variable_conflict use_column
begin
  if p_unsent is not null then
    insert into attendance_devices as d (event_id, account_id, device, heard_at, unsent, unsent_since)
    values (p_event, p_marker, p_device, p_received, p_unsent, p_unsent_since)
    on conflict (event_id, account_id, device) do update
       set heard_at = excluded.heard_at, unsent = excluded.unsent, unsent_since = excluded.unsent_since;
  end if;
  perform from hold_presence(p_event, p_sessions, p_people);
  return query
  with sent as materialized (
    select s.*, row_number() over (partition by s.id order by s.place) as nth
      from unnest(p_ids, p_sessions, p_people, p_states, p_notes, p_device_times, p_offsets, p_effective, p_doubtful, p_sources) with ordinality
           s (id, session_id, row_id, state, note, device_time, offset_ms, effective_at, doubtful, source, place)
  ), known as materialized (
    select s.place, m.outcome, m.event_id = p_event and (m.session_id, m.participant_id, m.state, m.note, m.device_time)
                                 = (s.session_id, s.row_id, s.state, s.note, s.device_time) as is_same
      from sent s cross join lateral (select * from attendance_marks where marker = p_marker and id = s.id offset 0) m
  ), fresh as materialized (
    select s.*, p.counts_for, p.province_code,
           case when p_because <> '' then p_because when t.locked_at is not null then 'closed' else '' end as because,
           row_number() over (partition by s.session_id, s.row_id order by s.effective_at desc, s.id desc) = 1 as is_last
      from sent s
      cross join lateral (select coalesce(merged_into, id) as counts_for, province_code
                            from participants where event_id = p_event and id = s.row_id offset 0) p
      cross join lateral (select locked_at from sessions where event_id = p_event and id = s.session_id offset 0) t
     where s.nth = 1 and not exists (select from known k where k.place = s.place)
  ), settled as materialized (
    select e.*
      from (select array_agg(session_id) as sessions, array_agg(counts_for) as people
              from (select distinct session_id, counts_for from fresh where because = '') pairs) asked
      cross join lateral effective_presence(p_event, asked.sessions, asked.people, (
        select array_agg((p_marker, f.id, p_event, f.session_id, f.row_id, f.province_code, f.state, f.note, f.device_time, f.offset_ms,
                          p_received, f.effective_at, f.doubtful, f.source, p_device, app_actor(), 'stored', '')::attendance_marks)
          from fresh f where f.because = '')) e
     where asked.sessions is not null
  ), judged as materialized (
    select f.*, not e.is_decided and e.mark_id = f.id and e.marker = p_marker as counts,
           case when f.because <> '' then 'proposed'
                when not e.is_decided and e.mark_id = f.id and e.marker = p_marker then case when e.conflict then 'conflict' else 'stored' end
                -- The marker has said something later of this row.
                when not f.is_last or exists (select from attendance_marks m
                              where m.event_id = p_event and m.session_id = f.session_id and m.participant_id = f.row_id and m.marker = p_marker
                                and m.proposed_because = '' and (m.effective_at, m.id) > (f.effective_at, f.id)) then 'superseded'
                when e.state <> f.state then 'conflict'
                else 'superseded' end as outcome
      from fresh f left join settled e on e.session_id = f.session_id and e.person_id = f.counts_for
  ), kept as (
    insert into attendance_marks (marker, id, event_id, session_id, participant_id, province_code, state, note, device_time, offset_ms,
                                  received_at, effective_at, time_doubtful, source, device, sent_by, outcome, proposed_because)
    select p_marker, id, p_event, session_id, row_id, province_code, state, note, device_time, offset_ms, p_received, effective_at, doubtful,
           source, p_device, app_actor(), outcome, because
      from judged
  ), counted as (
    insert into attendance_states (event_id, session_id, participant_id, province_code, state, note, effective_at, mark_id, marker, conflict, decided_at)
    select p_event, session_id, person_id, province_code, state, note, effective_at, mark_id, marker, conflict, decided_at
      from settled order by session_id, person_id
    on conflict (event_id, session_id, participant_id) do update
       set state = excluded.state, note = excluded.note, effective_at = excluded.effective_at, mark_id = excluded.mark_id,
           marker = excluded.marker, conflict = excluded.conflict, decided_at = excluded.decided_at
  ), answered as (
    select s.place, s.id,
           case when j.place is not null then j.outcome
                when k.is_same or b.is_same then 'duplicate' else 'refused' end as outcome,
           j.counts,
           case when j.place is not null then j.because
                when k.is_same then k.outcome
                when b.is_same then b.outcome
                when k.place is not null or b.id is not null then 'id_reused' else 'unknown' end as code
      from sent s
      left join judged j on j.place = s.place
      left join known k on k.place = s.place
      -- The same id earlier in this delivery.
      left join lateral (select f.id, f.outcome, (f.session_id, f.row_id, f.state, f.note, f.device_time)
                                               = (s.session_id, s.row_id, s.state, s.note, s.device_time) as is_same
                           from judged f where s.nth > 1 and f.id = s.id) b on true
  )
  select a.place, a.outcome,
         coalesce(a.counts, a.outcome = 'duplicate' and (
           exists (select from settled e where e.mark_id = a.id and e.marker = p_marker and not e.is_decided)
           or exists (select from attendance_marks m join attendance_states e on e.event_id = m.event_id and e.session_id = m.session_id
                                and e.mark_id = m.id and e.marker = m.marker and e.decided_at is null
                       where m.marker = p_marker and m.id = a.id
                         and not exists (select from settled t where t.session_id = e.session_id and t.person_id = e.participant_id))), false),
         a.code
    from answered a order by a.place;
end $$;
grant execute on function effective_presence(uuid, uuid[], uuid[], attendance_marks[]), settle_presence(uuid, uuid[], uuid[]),
  take_marks(uuid, uuid, timestamptz, text, text, uuid[], uuid[], uuid[], text[], text[], timestamptz[], bigint[], timestamptz[], boolean[], text[], integer, timestamptz)
  to scope_province, scope_assignment;

-- Who asks by the interface for programs, and what they are in the events that a request names, be it by an event or by one of
-- its sessions; without any, in all of theirs. Rights that are over are told as well: what was marked under them still arrives.
create unique index sessions_by_id on sessions (id);
create policy system_finds on sessions for select to scope_system using (true);
grant select (event_id, id) on sessions to scope_system;
create function resolve_caller(p_token bytea, p_now timestamptz, p_events uuid[], p_sessions uuid[]) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan
as $$
declare
  who record;
begin
  select l.id as login_id, l.account_id, l.seen_at, a.full_name, a.email into who
    from logins l join accounts a on a.id = l.account_id
   where l.token_hash = p_token and l.ended_at is null and l.expires_at > p_now and a.disabled_at is null;
  if not found then return null; end if;
  if who.seen_at < p_now - interval '5 minutes' then
    update logins set seen_at = p_now where id = who.login_id;
  end if;
  return (
    with found as (
      select s.id, s.event_id from unnest(p_sessions) a (id) cross join lateral (select id, event_id from sessions where id = a.id offset 0) s
    ), mine as materialized (
      select g.role, g.province_code, g.event_id, (g.revoked_at is not null or g.ends_at <= p_now) is true as is_over
        from role_grants g
       where g.account_id = who.account_id and g.accepted_at is not null
         and g.role in ('province_admin', 'province_operator', 'facilitator')
    ), asked as (
      select event_id as id from found
      union select unnest(p_events)
      union (select e.id from events e where p_events is null and p_sessions is null
               and exists (select from mine m where not m.is_over and (m.event_id = e.id or m.event_id is null and m.province_code = e.host_province))
              order by e.starts_on desc limit 50)
    ), rights as (
      select e.id, e.title, e.host_province, e.zone, e.starts_on, e.ends_on, t.slug,
             jsonb_agg(jsonb_build_object('role', m.role, 'is_over', m.is_over)) as rights
        from asked a join events e on e.id = a.id
        join tenants t on t.province_code = e.host_province
        join mine m on m.event_id = e.id or m.event_id is null and m.province_code = e.host_province
       group by e.id, t.slug
    )
    select jsonb_build_object('account', who.account_id, 'name', who.full_name,
      'events', coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'title', r.title, 'host', r.host_province, 'host_slug', r.slug, 'zone', r.zone,
                    'starts_on', r.starts_on, 'ends_on', r.ends_on, 'rights', r.rights) order by r.starts_on, r.id) from rights r), '[]'),
      -- Only sessions of events in which something is theirs: the others are as good as not there.
      'sessions', coalesce((select jsonb_object_agg(f.id, f.event_id) from found f where exists (select from rights r where r.id = f.event_id)), '{}')));
end $$;
grant create on schema public to scope_system;
alter function resolve_caller(bytea, timestamptz, uuid[], uuid[]) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function resolve_caller(bytea, timestamptz, uuid[], uuid[]) from public;
grant execute on function resolve_caller(bytea, timestamptz, uuid[], uuid[]) to sejawat_app;
