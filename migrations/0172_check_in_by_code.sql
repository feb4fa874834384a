-- People mark themselves by a code: one that the hall's screen shows and that changes every thirty seconds, or one that is
-- spoken in a meeting by video. Only a session whose check-in stands open takes them.

create table check_in_codes (
  event_id uuid not null,
  session_id uuid not null,
  -- What the codes are made of; a new one ends all codes before it.
  secret bytea not null check (length(secret) = 32),
  kind text not null check (kind in ('screen', 'spoken')),
  opened_by text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (event_id, session_id),
  foreign key (event_id, session_id) references sessions (event_id, id)
);
alter table check_in_codes enable row level security;
alter table check_in_codes force row level security;
create policy host_all on check_in_codes to scope_province using (event_id in (select unnest(app_hosted())));
create policy assignment_opens on check_in_codes to scope_assignment using (event_id in (select unnest(app_events())));
create policy person_reads on check_in_codes for select to scope_person using (event_id in (select unnest(app_events())));
create policy system_reads on check_in_codes for select to scope_system using (true);
grant select, insert, update on check_in_codes to scope_province, scope_assignment;
-- Whoever is asked for the code cannot work it out.
grant select (event_id, session_id, kind, opened_at, closed_at) on check_in_codes to scope_person;
grant select on check_in_codes to scope_system;
grant select (locked_at, removed_at, title) on sessions to scope_system;

-- Wrong codes, by who typed them.
create table check_in_failures (
  event_id uuid not null,
  participant_id uuid not null,
  failed_at timestamptz not null,
  foreign key (event_id, participant_id) references participants (event_id, id)
);
create index check_in_failures_recent on check_in_failures (event_id, participant_id, failed_at);
alter table check_in_failures enable row level security;
alter table check_in_failures force row level security;
create policy system_all on check_in_failures to scope_system using (true);
grant select, insert, delete on check_in_failures to scope_system;

-- A mark's maker is an account or, by code, the person alone; what an account sent is still bound to it by its policy.
alter table attendance_marks drop constraint attendance_marks_marker_fkey;
alter table attendance_marks alter column sent_by drop not null;

-- Rows that were merged into the own one count for it, and so does what was said of them.
create policy person_reads_merged on participants for select to scope_person
  using (event_id in (select unnest(app_events())) and merged_into = (select app_person()));
create function own_rows() returns setof uuid language sql stable as $$
  select id from participants where event_id in (select unnest(app_events())) and (id = app_person() or merged_into = app_person())
$$;
grant execute on function own_rows() to scope_person;
create policy person_reads_merged on attendance_marks for select to scope_person
  using (event_id in (select unnest(app_events())) and participant_id in (select own_rows()));
create policy person_reads_merged on attendance_decisions for select to scope_person
  using (event_id in (select unnest(app_events())) and participant_id in (select own_rows()));
grant select on attendance_decisions to scope_person;
create policy person_marks_own on attendance_marks for insert to scope_person
  with check (event_id in (select unnest(app_events())) and participant_id = (select app_person()) and marker = (select app_person())
              and source = 'code' and state = 'present' and proposed_because = '' and sent_by is null);
create policy person_settles_own on attendance_states for insert to scope_person
  with check (event_id in (select unnest(app_events())) and participant_id = (select app_person()));
create policy person_resettles_own on attendance_states for update to scope_person
  using (event_id in (select unnest(app_events())) and participant_id = (select app_person()));
grant insert on attendance_marks to scope_person;
grant insert, update on attendance_states to scope_person;
grant execute on function effective_presence(uuid, uuid[], uuid[], attendance_marks[]), hold_presence(uuid, uuid[], uuid[]),
  take_marks(uuid, uuid, timestamptz, text, text, uuid[], uuid[], uuid[], text[], text[], timestamptz[], bigint[], timestamptz[], boolean[], text[], integer, timestamptz)
  to scope_person;

create or replace function marker_name(p_account uuid) returns text language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce((select full_name from public.accounts where id = p_account), 'peserta sendiri') $$;

-- The open check-in of a session, with who of the event has shown on this device that they may use their own link. Null when
-- none is open, or the session was closed or removed.
create index personal_devices_by_device on personal_devices (device_hash);
create function resolve_check_in(p_session uuid, p_device bytea, p_now timestamptz) returns jsonb
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select jsonb_build_object('session', s.id, 'session_title', s.title, 'event', e.id, 'kind', c.kind, 'secret', encode(c.secret, 'hex'),
           'title', e.title, 'venue', e.venue, 'city', e.city, 'zone', e.zone,
           'starts_on', e.programme_starts_on, 'ends_on', e.programme_ends_on,
           'people', coalesce((select jsonb_agg(distinct l.participant_id)
                        from (select link_id from personal_devices where device_hash = p_device limit 100) d
                        join personal_links l on l.id = d.link_id
                        join participants p on p.event_id = l.event_id and p.id = l.participant_id
                       where l.event_id = c.event_id and l.revoked_at is null and l.expires_at > p_now
                         and p.status not in ('replaced', 'cancelled', 'merged')), '[]'))
    from check_in_codes c
    join sessions s on s.event_id = c.event_id and s.id = c.session_id
    join events e on e.id = c.event_id
   where c.session_id = p_session and c.closed_at is null and s.locked_at is null and s.removed_at is null
$$;
create index check_in_codes_by_session on check_in_codes (session_id);

-- How many wrong codes somebody typed within a quarter of an hour; p_wrong adds one to them. At twenty there is nothing more
-- to count.
create function count_check_in_failures(p_event uuid, p_person uuid, p_wrong boolean, p_now timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  failures integer;
begin
  select count(*) into failures from
    (select from check_in_failures where event_id = p_event and participant_id = p_person and failed_at > p_now - interval '15 minutes' limit 20) f;
  if p_wrong and failures < 20 then
    delete from check_in_failures where event_id = p_event and participant_id = p_person and failed_at < p_now - interval '1 day';
    insert into check_in_failures values (p_event, p_person, p_now);
    failures := failures + 1;
  end if;
  return failures;
end $$;

grant create on schema public to scope_system;
alter function resolve_check_in(uuid, bytea, timestamptz) owner to scope_system;
alter function count_check_in_failures(uuid, uuid, boolean, timestamptz) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function resolve_check_in(uuid, bytea, timestamptz), count_check_in_failures(uuid, uuid, boolean, timestamptz) from public;
grant execute on function resolve_check_in(uuid, bytea, timestamptz), count_check_in_failures(uuid, uuid, boolean, timestamptz) to sejawat_app;
