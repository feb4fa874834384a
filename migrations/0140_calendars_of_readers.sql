-- Calendar files of what readers see: for the public, for a participant, and for a facilitator over all their events.

-- Every session that readers were ever shown, with its hours as they were shown last: a calendar that has it must be told when it
-- is no more, and of what was withdrawn nothing but that.
create table agenda_told (
  event_id uuid not null references events (id),
  session_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (event_id, session_id)
);
alter table agenda_told enable row level security;
alter table agenda_told force row level security;
create policy party_reads on agenda_told for select to scope_province using (event_id in (select unnest(app_events())));
create policy host_tells on agenda_told for insert to scope_province with check (event_id in (select unnest(app_hosted())));
create policy host_tells_again on agenda_told for update to scope_province using (event_id in (select unnest(app_hosted())));
create policy assignment_reads on agenda_told for select to scope_assignment using (event_id in (select unnest(app_events())));
create policy person_reads on agenda_told for select to scope_person using (event_id in (select unnest(app_events())));
create policy system_reads on agenda_told for select to scope_system using (true);
grant select, insert, update (starts_at, ends_at) on agenda_told to scope_province;
grant select on agenda_told to scope_assignment, scope_person, scope_system;

-- What everybody but the host's office has in a calendar: the version that counts, and what is gone from it. It is read as whoever
-- asks may read. `sequence` only grows: each change of the event, each publication and each withdrawal adds one.
create function readers_calendar(p_event uuid) returns jsonb
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
  select jsonb_build_object('title', e.title, 'venue', e.venue, 'address', e.address, 'city', e.city, 'zone', e.zone,
           'is_off', e.status in ('postponed', 'cancelled'), 'sequence', c.steps + e.version,
           'changed_at', coalesce(greatest(c.touched_at, e.changed_at), '2000-01-01Z'),
           'sessions', coalesce(standing.sessions, '[]'),
           'gone', (select coalesce(jsonb_agg(jsonb_build_object('id', t.session_id, 'starts_at', t.starts_at, 'ends_at', t.ends_at)), '[]')
                      from agenda_told t
                     where t.event_id = e.id
                       and not exists (select from jsonb_array_elements(standing.sessions) s where (s ->> 'id')::uuid = t.session_id)))
    from events e
    cross join lateral (select count(*) + count(withdrawn_at) as steps, greatest(max(published_at), max(withdrawn_at)) as touched_at
                          from agenda_versions where event_id = e.id) c
    left join lateral (select sessions from agenda_versions where event_id = e.id and withdrawn_at is null order by number desc limit 1) standing on true
   where e.id = p_event
$$;
revoke execute on function readers_calendar(uuid) from public;
grant execute on function readers_calendar(uuid) to scope_province, scope_assignment, scope_person, scope_system;

-- People of an agenda as the public is told them: officials and speakers by name, others by what they are.
create function public_people(p_people jsonb) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(case when w ->> 'kind' in ('narasumber', 'pejabat') then w else w || '{"name": ""}' end order by place), '[]')
    from jsonb_array_elements(coalesce(p_people, '[]')) with ordinality as led (w, place)
$$;
create function public_sessions(p_sessions jsonb) returns jsonb
language sql immutable set search_path = pg_catalog, public, pg_temp
as $$
  select jsonb_agg(s || jsonb_build_object('leaders', public_people(s -> 'leaders'), 'moderators', public_people(s -> 'moderators')) order by nth)
    from jsonb_array_elements(p_sessions) with ordinality as listed (s, nth)
$$;
revoke execute on function public_people(jsonb), public_sessions(jsonb) from public;
grant execute on function public_people(jsonb), public_sessions(jsonb) to scope_system;

-- Whether anybody may read of an event.
create function is_announced(p_status text, p_resumes_as text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select p_status in ('published', 'closed', 'reported') or (p_status in ('postponed', 'cancelled') and p_resumes_as = 'published')
$$;
revoke execute on function is_announced(text, text) from public;
grant execute on function is_announced(text, text) to scope_system, scope_province, scope_assignment;

create or replace function public_event(p_event uuid, p_now timestamptz) returns jsonb
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select jsonb_build_object('title', e.title, 'venue', e.venue, 'room', e.room, 'address', e.address, 'city', e.city, 'zone', e.zone,
           'starts_on', e.programme_starts_on, 'ends_on', e.programme_ends_on, 'status', e.status, 'mode', e.mode,
           'is_sample', e.data_origin = 'synthetic', 'office', t.official_name,
           'guests', (select coalesce(jsonb_agg(g.province_name order by g.province_name), '[]')
                        from event_provinces ep join tenants g on g.province_code = ep.province_code
                       where ep.event_id = e.id and ep.part = 'guest'),
           'officials', (select coalesce(jsonb_agg(jsonb_build_object('ceremony', o.ceremony, 'phase', o.phase, 'honorific', o.honorific,
                             'title_prefix', o.title_prefix, 'full_name', o.full_name, 'title_suffix', o.title_suffix,
                             'position', o.position, 'acting_status', o.acting_status, 'represents', o.represents)), '[]')
                           from event_officials o where o.event_id = e.id),
           'registration', (select l.token from open_links l
                             where l.event_id = e.id and e.status = 'published' and l.revoked_at is null and l.closed_at is null
                               and l.opens_at <= p_now and p_now < l.closes_at),
           'is_withdrawn', exists (select from agenda_versions v where v.event_id = e.id),
           'version', (select jsonb_build_object('number', v.number, 'published_at', v.published_at, 'note', v.note,
                           'sessions', public_sessions(v.sessions), 'before', public_sessions(b.sessions))
                         from agenda_versions v
                         left join agenda_versions b on b.event_id = v.event_id and b.number = v.follows
                        where v.event_id = e.id and v.withdrawn_at is null order by v.number desc limit 1))
    from events e
    join tenants t on t.province_code = e.host_province
   where e.id = p_event and is_announced(e.status, e.resumes_as)
$$;

-- The calendar of an announced event, for anybody.
create function public_calendar(p_event uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select c || jsonb_build_object('sessions', coalesce(public_sessions(c -> 'sessions'), '[]'))
    from events e cross join readers_calendar(e.id) c
   where e.id = p_event and is_announced(e.status, e.resumes_as)
$$;

-- One secret address per person, by which a calendar program asks for the agendas of all events that the person is assigned to.
create table calendar_links (
  account_id uuid primary key references accounts,
  token_hash bytea not null unique,
  made_at timestamptz not null
);
alter table calendar_links enable row level security;
alter table calendar_links force row level security;
create policy system_all on calendar_links to scope_system using (true);
grant select, insert, update, delete on calendar_links to scope_system;

-- The calendars behind a link: of the events of the last year and to come, in which the person is a facilitator, and of a
-- consultant's provinces. Null when there is no such link, or its person may not come in any more.
create function calendars_of_link(p_token bytea, p_now timestamptz) returns jsonb
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select (select coalesce(jsonb_agg(readers_calendar(mine.id) order by mine.programme_starts_on), '[]')
            from (select e.id, e.programme_starts_on from events e
                   where e.id in (select ep.event_id
                                    from role_grants g
                                    join event_provinces ep on (g.role = 'facilitator' and ep.event_id = g.event_id)
                                                            or (g.role = 'consultant' and ep.province_code = g.province_code)
                                   where g.account_id = l.account_id and g.accepted_at is not null and g.revoked_at is null
                                     and (g.ends_at is null or g.ends_at > p_now))
                     and e.programme_ends_on > p_now::date - 366
                   order by e.programme_starts_on desc limit 60) mine)
    from calendar_links l
    join accounts a on a.id = l.account_id
   where l.token_hash = p_token and a.disabled_at is null
$$;

-- When an event moves to other days or to another zone, what readers are shown moves with the draft, as a version of its own that
-- tells nothing else of the draft. Says whether there was one to move.
create policy system_moves on agenda_versions for insert to scope_system with check (true);
grant select (follows, note, published_by), insert (event_id, number, follows, published_at, published_by, note, sessions) on agenda_versions to scope_system;
create function shift_readers_agenda(p_event uuid, p_shift interval, p_by text, p_now timestamptz) returns boolean
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  with moved as (
    insert into agenda_versions (event_id, number, follows, published_at, published_by, note, sessions)
    select p_event, (select max(number) + 1 from agenda_versions where event_id = p_event), v.number, p_now, p_by, 'Waktu kegiatan berubah.',
           (select jsonb_agg(s || jsonb_build_object('starts_at', (s ->> 'starts_at')::timestamptz + p_shift,
                                                     'ends_at', (s ->> 'ends_at')::timestamptz + p_shift) order by nth)
              from jsonb_array_elements(v.sessions) with ordinality as listed (s, nth))
      from (select number, sessions from agenda_versions where event_id = p_event and withdrawn_at is null order by number desc limit 1) v
     where p_event in (select unnest(app_hosted())) or current_setting('role') = 'scope_national'
    returning 1)
  select exists (select from moved)
$$;

grant create on schema public to scope_system;
alter function public_calendar(uuid) owner to scope_system;
alter function calendars_of_link(bytea, timestamptz) owner to scope_system;
alter function shift_readers_agenda(uuid, interval, text, timestamptz) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function public_calendar(uuid), calendars_of_link(bytea, timestamptz), shift_readers_agenda(uuid, interval, text, timestamptz) from public;
grant execute on function public_calendar(uuid) to scope_public;
grant execute on function calendars_of_link(bytea, timestamptz) to scope_public;
grant execute on function shift_readers_agenda(uuid, interval, text, timestamptz) to scope_province, scope_national;
