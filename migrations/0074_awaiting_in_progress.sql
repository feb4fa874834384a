-- The event's summary counts who waits for the office.
create or replace view event_progress with (security_invoker) as
select e.id as event_id,
       (select count(*) from sessions s where s.event_id = e.id and s.removed_at is null) as sessions,
       (select count(*) from sessions s where s.event_id = e.id and s.removed_at is null and s.takes_attendance
          and s.locked_at is not null) as closed_sessions,
       (select count(*) from participants p where p.event_id = e.id and p.kind = 'peserta'
          and p.status in ('registered', 'confirmed')) as registered,
       (select count(*) from participants p where p.event_id = e.id and p.status <> 'merged') as people,
       (select count(*) from participants p where p.event_id = e.id and p.status = 'awaiting_approval') as awaiting
  from events e;
