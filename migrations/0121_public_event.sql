-- What anybody may read of an announced event: one function, one event at a time. Of people it tells the names of officials and
-- speakers; whoever else leads a session is told by what they are.

create policy system_reads on agenda_versions for select to scope_system using (true);
grant select (event_id, number, published_at, sessions, withdrawn_at) on agenda_versions to scope_system;
create policy system_reads on event_officials for select to scope_system using (true);
grant select (event_id, ceremony, phase, honorific, full_name, title_prefix, title_suffix, position, acting_status, represents)
  on event_officials to scope_system;

-- The first word of the address is nobody's slug.
alter table tenants add constraint tenants_slug_is_not_the_public_page check (slug <> 'plm');

create function public_event(p_event uuid, p_now timestamptz) returns jsonb
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
           'version', (select jsonb_build_object('number', v.number, 'published_at', v.published_at, 'sessions',
                           (select coalesce(jsonb_agg(jsonb_build_object('kind', s -> 'kind', 'title', s -> 'title', 'room', s -> 'room',
                                'dress_code', s -> 'dress_code', 'starts_at', s -> 'starts_at', 'ends_at', s -> 'ends_at', 'leaders',
                                (select coalesce(jsonb_agg(jsonb_build_object('kind', w -> 'kind', 'name',
                                     case when w ->> 'kind' in ('narasumber', 'pejabat') then w ->> 'name' else '' end) order by place), '[]')
                                   from jsonb_array_elements(s -> 'leaders') with ordinality as led (w, place))) order by nth), '[]')
                              from jsonb_array_elements(v.sessions) with ordinality as listed (s, nth)))
                         from agenda_versions v where v.event_id = e.id and v.withdrawn_at is null order by v.number desc limit 1))
    from events e
    join tenants t on t.province_code = e.host_province
   where e.id = p_event
     and (e.status in ('published', 'closed', 'reported') or (e.status in ('postponed', 'cancelled') and e.resumes_as = 'published'))
$$;
grant create on schema public to scope_system;
alter function public_event(uuid, timestamptz) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function public_event(uuid, timestamptz) from public;
grant execute on function public_event(uuid, timestamptz) to scope_public;
