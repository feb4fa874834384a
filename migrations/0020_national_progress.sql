-- What the national board counts, per province and event: numbers only, no names. A view over the unique effective
-- states; whoever reads it sees what their scope sees.
create view national_progress with (security_invoker = true) as
  select ep.edition_id, ep.wave_id, ep.event_id, ep.province_code, ep.part, ep.quota,
         coalesce(p.registered, 0) as registered, coalesce(a.present, 0) as present,
         coalesce(s.sessions, 0) as sessions, coalesce(s.to_take, 0) as sessions_to_take, coalesce(s.closed, 0) as sessions_closed,
         s.first_open_end
    from event_provinces ep
    left join (select event_id, province_code, count(*) as registered from participants
                where kind = 'peserta' and status in ('invited', 'registered', 'confirmed') group by 1, 2) p
      on p.event_id = ep.event_id and p.province_code = ep.province_code
    left join (select event_id, province_code, count(distinct participant_id) as present from attendance_presence
                where kind = 'peserta' group by 1, 2) a
      on a.event_id = ep.event_id and a.province_code = ep.province_code
    left join (select event_id, count(*) as sessions, count(*) filter (where takes_attendance) as to_take,
                      count(*) filter (where takes_attendance and locked_at is not null) as closed,
                      min(ends_at) filter (where takes_attendance and locked_at is null) as first_open_end
                 from sessions where removed_at is null group by 1) s
      on s.event_id = ep.event_id;
grant select on national_progress to scope_national, scope_province;
