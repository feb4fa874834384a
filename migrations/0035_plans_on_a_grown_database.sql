-- Plans that hold on a database of many editions (measured with 2,500 events and 10 million marks).

-- `event_id = any(...)` in a policy is counted a second time beside a query's own `event_id = $1`: the planner then
-- expects one row where there are a thousand, and loops. A hashed sub-select is as strict, fails as closed, and is
-- taken for one row in two. Every policy that names events is turned over.
do $$
declare
  p record;
  shape text := '(\w+) = ANY \(\( SELECT app_(events|hosted)\(\) AS app_\w+\)::uuid\[\]\)';
begin
  for p in select tablename, policyname, qual, with_check from pg_policies where schemaname = 'public' loop
    if p.qual ~ shape then
      execute format('alter policy %I on %I using (%s)', p.policyname, p.tablename,
        regexp_replace(p.qual, shape, '\1 in (select unnest(app_\2()))', 'g'));
    end if;
    if p.with_check ~ shape then
      execute format('alter policy %I on %I with check (%s)', p.policyname, p.tablename,
        regexp_replace(p.with_check, shape, '\1 in (select unnest(app_\2()))', 'g'));
    end if;
  end loop;
end $$;

-- What the national board counts, per province and event: numbers only, no names. Counted event by event, so that a
-- board costs what its own edition holds and not what all editions hold.
drop view national_progress;
drop view attendance_presence;
create view national_progress with (security_invoker = true) as
  select ep.edition_id, ep.wave_id, ep.event_id, ep.province_code, ep.part, ep.quota,
         p.registered, a.present, s.sessions, s.to_take as sessions_to_take, s.closed as sessions_closed, s.first_open_end
    from event_provinces ep
   cross join lateral (select count(*) as registered from participants p
                        where p.event_id = ep.event_id and p.province_code = ep.province_code and p.kind = 'peserta'
                          and p.status in ('invited', 'registered', 'confirmed')) p
   -- Present at the event: present or late in at least one session, and so on at least one day.
   cross join lateral (select count(distinct a.participant_id) as present
                         from attendance_states a
                         join sessions s on s.event_id = a.event_id and s.id = a.session_id and s.removed_at is null
                         join participants p on p.event_id = a.event_id and p.id = a.participant_id and p.kind = 'peserta'
                        where a.event_id = ep.event_id and a.province_code = ep.province_code and a.state in ('present', 'late')) a
   cross join lateral (select count(*) as sessions, count(*) filter (where s.takes_attendance) as to_take,
                              count(*) filter (where s.takes_attendance and s.locked_at is not null) as closed,
                              min(s.ends_at) filter (where s.takes_attendance and s.locked_at is null) as first_open_end
                         from sessions s where s.event_id = ep.event_id and s.removed_at is null) s;
grant select on national_progress to scope_national, scope_province;
create index event_provinces_by_edition on event_provinces (edition_id);
