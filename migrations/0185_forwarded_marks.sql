-- Marks that somebody else brings: the queue of a phone that finds no connection, as a file. They are kept in their marker's
-- name as proposals, for nobody may put marks in another's name unseen; the row says who sent them.
--
-- When the marker then sends the same marks, each is the marker's own from there on: the same row, since an id is a marker's
-- for one mark, loses its proposal and is judged as if it had come now, with the time that the marker's own phone tells. When
-- the server first got it stays: a decision that was made with the proposal in view has known it. What was brought and never
-- confirmed stays a proposal until somebody decides. In whatever order the two arrive, and however often, the same states
-- come of it once the marker's own delivery has. Another content under the same id is an id that was used (the phone gives
-- a new one), so that a forged file keeps back no true mark.
--
-- This is the one change that a mark's row can go through, once, and only by the hand of its marker.
alter table attendance_marks
  -- Who brought it before its marker sent it, and when the marker did. While it waits, `sent_by` says who brought it.
  add column forwarded_by uuid references accounts,
  add column confirmed_at timestamptz,
  add constraint attendance_marks_confirmed check ((forwarded_by is null) = (confirmed_at is null));
create policy assignment_confirms on attendance_marks for update to scope_assignment
  using (event_id in (select unnest(app_events()))) with check (event_id in (select unnest(app_events())));
create policy confirmed_by_marker_alone on attendance_marks as restrictive for update to scope_province, scope_assignment
  using (marker = (select app_actor()) and proposed_because = 'forwarded')
  with check (marker = (select app_actor()) and sent_by = (select app_actor()) and confirmed_at is not null);
-- A person who marks by code runs the same statement; no policy lets them change a row.
grant update (offset_ms, effective_at, time_doubtful, source, device, sent_by, outcome, proposed_because, forwarded_by, confirmed_at)
  on attendance_marks to scope_province, scope_assignment, scope_person;

-- As in 0170; new is what it does with marks that were brought.
create or replace function take_marks(
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
    -- What somebody else has brought, and its marker sends now.
    select k.*, k.is_same and k.proposed_because = 'forwarded' and p_because <> 'forwarded' and p_marker = app_actor() as is_brought
      from (select s.place, m.outcome, m.proposed_because, m.received_at, m.sent_by,
                   m.event_id = p_event and (m.session_id, m.participant_id, m.state, m.note, m.device_time)
                                          = (s.session_id, s.row_id, s.state, s.note, s.device_time) as is_same
              from sent s cross join lateral (select * from attendance_marks where marker = p_marker and id = s.id offset 0) m) k
  ), fresh as materialized (
    select s.place, s.id, s.session_id, s.row_id, s.state, s.note, s.device_time, s.offset_ms, s.doubtful, s.source,
           -- Who brought it before its marker did; what the server first got then it has known since.
           least(s.effective_at, k.received_at) as effective_at, coalesce(k.received_at, p_received) as received_at, k.sent_by as brought_by,
           p.counts_for, p.province_code,
           case when p_because <> '' then p_because when t.locked_at is not null then 'closed' else '' end as because,
           row_number() over (partition by s.session_id, s.row_id order by least(s.effective_at, k.received_at) desc, s.id desc) = 1 as is_last
      from sent s
      left join known k on k.place = s.place
      cross join lateral (select coalesce(merged_into, id) as counts_for, province_code
                            from participants where event_id = p_event and id = s.row_id offset 0) p
      cross join lateral (select locked_at from sessions where event_id = p_event and id = s.session_id offset 0) t
     where s.nth = 1 and (k.place is null or k.is_brought)
  ), settled as materialized (
    select e.*
      from (select array_agg(session_id) as sessions, array_agg(counts_for) as people
              from (select distinct session_id, counts_for from fresh where because = '') pairs) asked
      cross join lateral effective_presence(p_event, asked.sessions, asked.people, (
        select array_agg((p_marker, f.id, p_event, f.session_id, f.row_id, f.province_code, f.state, f.note, f.device_time, f.offset_ms,
                          f.received_at, f.effective_at, f.doubtful, f.source, p_device, app_actor(), 'stored', '', null, null)::attendance_marks)
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
      from judged where brought_by is null
  ), confirmed as (
    update attendance_marks m
       set offset_ms = j.offset_ms, effective_at = j.effective_at, time_doubtful = j.doubtful, source = j.source, device = p_device, sent_by = app_actor(),
           outcome = j.outcome, proposed_because = j.because, forwarded_by = j.brought_by, confirmed_at = p_received
      from judged j
     where m.marker = p_marker and m.id = any(array(select id from judged where brought_by is not null)) and m.id = j.id and j.brought_by is not null
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
                when b.is_same or k.is_same then 'duplicate' else 'refused' end as outcome,
           j.counts,
           case when j.place is not null then j.because
                when b.is_same then b.outcome
                when k.is_same then k.outcome
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

-- In which of these events somebody may mark, or might once: whose file may be brought there.
create function may_have_marked(p_account uuid, p_events uuid[]) returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select coalesce(array_agg(e.id), '{}') from events e
   where e.id = any(p_events)
     and exists (select from role_grants g
                  where g.account_id = p_account and g.accepted_at is not null and g.role in ('province_admin', 'province_operator', 'facilitator')
                    and (g.event_id = e.id or g.event_id is null and g.province_code = e.host_province))
$$;
grant create on schema public to scope_system;
alter function may_have_marked(uuid, uuid[]) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function may_have_marked(uuid, uuid[]) from public;
grant execute on function may_have_marked(uuid, uuid[]) to sejawat_app;
