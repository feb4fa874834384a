-- What an event's summary tells of its agenda, people and attendance, without the pages that own them. Whoever looks
-- sees what the policies below let through: a guest counts its own people only.

create view event_progress with (security_invoker) as
select e.id as event_id,
       (select count(*) from sessions s where s.event_id = e.id and s.removed_at is null) as sessions,
       (select count(*) from sessions s where s.event_id = e.id and s.removed_at is null and s.takes_attendance
          and s.locked_at is not null) as closed_sessions,
       (select count(*) from participants p where p.event_id = e.id and p.kind = 'peserta'
          and p.status in ('registered', 'confirmed')) as registered,
       (select count(*) from participants p where p.event_id = e.id) as people
  from events e;
grant select on event_progress to scope_province, scope_assignment, scope_national;

create view event_programme with (security_invoker) as
select event_id, id, kind = 'break_prayer' as is_break, title, room, starts_at, ends_at, takes_attendance, locked_at
  from sessions where removed_at is null;
grant select on event_programme to scope_province, scope_assignment;

-- Copies an agenda to an event that has none: same hours, moved by p_shift; what falls outside the new event's days
-- is left out. Says how many sessions were copied.
create function copy_agenda(p_from uuid, p_to uuid, p_shift interval, p_first timestamptz, p_end timestamptz, p_by text, p_at timestamptz)
returns bigint language sql volatile
as $$
  with copied as (
    insert into sessions (event_id, id, kind, title, room, starts_at, ends_at, goals, strategies, takes_attendance, data_origin, changed_by, changed_at)
    select p_to, gen_random_uuid(), kind, title, room, starts_at + p_shift, ends_at + p_shift, goals, strategies, takes_attendance, data_origin, p_by, p_at
      from sessions
     where event_id = p_from and removed_at is null and starts_at + p_shift >= p_first and ends_at + p_shift <= p_end
    returning 1)
  select count(*) from copied
$$;
grant execute on function copy_agenda(uuid, uuid, interval, timestamptz, timestamptz, text, timestamptz) to scope_province;

-- Moves the sessions whose attendance is not closed when the event's days or zone change. Says how many were moved.
create function shift_agenda(p_event uuid, p_shift interval, p_by text, p_at timestamptz)
returns bigint language sql volatile
as $$
  with moved as (
    update sessions set starts_at = starts_at + p_shift, ends_at = ends_at + p_shift, changed_by = p_by, changed_at = p_at, version = version + 1
     where event_id = p_event and removed_at is null and locked_at is null
    returning 1)
  select count(*) from moved
$$;
grant execute on function shift_agenda(uuid, interval, text, timestamptz) to scope_province, scope_national;
-- The national plan moves an event with its agenda; it reads no titles and changes nothing but the times.
create policy national_shifts on sessions for update to scope_national using (true);
grant update (starts_at, ends_at, changed_by, changed_at, version), select (version) on sessions to scope_national;
