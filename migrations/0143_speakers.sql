-- Who speaks tells of themselves, and where their material lies.

create table speaker_profiles (
  event_id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  -- A few sentences about the person, for readers of the agenda and for the public.
  biodata text not null check (length(biodata) <= 1500),
  version integer not null default 1,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (event_id, participant_id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code)
);
create table session_materials (
  event_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  title text not null check (length(title) between 2 and 150),
  -- Where it lies: with whoever keeps it.
  url text not null check (url ~ '^https://[^[:space:]"<>]+$' and length(url) <= 500),
  added_at timestamptz not null,
  removed_at timestamptz,
  removed_by text,
  primary key (event_id, id),
  foreign key (event_id, session_id) references sessions (event_id, id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code),
  check ((removed_at is null) = (removed_by is null))
);
create index session_materials_by_session on session_materials (event_id, session_id) where removed_at is null;

do $$
declare t text;
begin
  foreach t in array array['speaker_profiles', 'session_materials'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy party_reads on %I for select to scope_province using (event_id in (select unnest(app_events())))', t);
    execute format('create policy assignment_reads on %I for select to scope_assignment using (event_id in (select unnest(app_events())))', t);
    execute format('create policy person_reads on %I for select to scope_person using (event_id in (select unnest(app_events())))', t);
    execute format('create policy system_reads on %I for select to scope_system using (true)', t);
    execute format('grant select on %I to scope_province, scope_assignment, scope_person, scope_system', t);
  end loop;
end $$;
-- Whoever leads or moderates speaks, in the draft or in what was published; nobody tells of anybody else.
create function app_speaks(p_event uuid, p_session uuid) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp
as $$
  select exists (select from session_leaders l where l.event_id = p_event and (p_session is null or l.session_id = p_session) and l.participant_id = app_person())
      or exists (select from agenda_versions v, jsonb_array_elements(v.sessions) s, jsonb_array_elements((s -> 'leaders') || coalesce(s -> 'moderators', '[]')) w
                  where v.event_id = p_event and v.withdrawn_at is null and (p_session is null or (s ->> 'id')::uuid = p_session)
                    and (w ->> 'id')::uuid = app_person())
$$;
revoke execute on function app_speaks(uuid, uuid) from public;
grant execute on function app_speaks(uuid, uuid) to scope_person;
create policy speaker_tells on speaker_profiles for insert to scope_person
  with check (event_id in (select unnest(app_events())) and participant_id = (select app_person()) and app_speaks(event_id, null));
create policy speaker_changes on speaker_profiles for update to scope_person
  using (event_id in (select unnest(app_events())) and participant_id = (select app_person()));
grant insert, update (biodata, version, changed_by, changed_at) on speaker_profiles to scope_person;
create policy speaker_adds on session_materials for insert to scope_person
  with check (event_id in (select unnest(app_events())) and participant_id = (select app_person()) and app_speaks(event_id, session_id) and removed_at is null);
create policy speaker_removes on session_materials for update to scope_person
  using (event_id in (select unnest(app_events())) and participant_id = (select app_person()));
create policy host_removes on session_materials for update to scope_province using (event_id in (select unnest(app_hosted())));
grant insert on session_materials to scope_person;
grant update (removed_at, removed_by) on session_materials to scope_person, scope_province;

-- What anybody may read of the speakers of an announced event: of those who are named to the public, what they tell of themselves;
-- and the material of the sessions that were published.
create function public_speakers(p_event uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select jsonb_build_object(
           'biodata', (select coalesce(jsonb_object_agg(p.participant_id, p.biodata), '{}')
                         from speaker_profiles p
                        where p.event_id = v.event_id and p.biodata <> ''
                          and exists (select from jsonb_array_elements(v.sessions) s, jsonb_array_elements(s -> 'leaders' || coalesce(s -> 'moderators', '[]')) w
                                       where (w ->> 'id')::uuid = p.participant_id and w ->> 'kind' in ('narasumber', 'pejabat'))),
           'materials', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'session', m.session_id, 'person', m.participant_id, 'title', m.title, 'url', m.url) order by m.added_at, m.id), '[]')
                           from session_materials m
                          where m.event_id = v.event_id and m.removed_at is null
                            and exists (select from jsonb_array_elements(v.sessions) s where (s ->> 'id')::uuid = m.session_id)))
    from events e
    cross join lateral (select event_id, sessions from agenda_versions where event_id = e.id and withdrawn_at is null order by number desc limit 1) v
   where e.id = p_event and e.status not in ('postponed', 'cancelled') and is_announced(e.status, e.resumes_as)
$$;
grant create on schema public to scope_system;
alter function public_speakers(uuid) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function public_speakers(uuid) from public;
grant execute on function public_speakers(uuid) to scope_public;
