-- Notulen: what was said in a session, entry by entry, and what others remark on it. Rows belong to the event: its host's
-- office and the people assigned to it write them, its guests read them; participants and the public see nothing. That a
-- consultant only remarks, the guard says: in the database facilitators and consultants are one role.
create table minute_entries (
  event_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  kind text not null check (kind in ('point', 'challenge', 'solution', 'decision')),
  body text not null check (length(body) between 1 and 2000),
  -- The challenge of the same session that a solution answers.
  answers uuid,
  -- The library or agency that raised it, by its name: neither a guest's library nor any at all is there for everybody who writes.
  raised_by text not null default '' check (length(raised_by) <= 200),
  -- A challenge that is taken to the Stakeholder Meeting, and its solutions with it.
  escalated boolean not null default false,
  position integer not null check (position > 0),
  writer_id uuid not null references accounts,
  written_by text not null,
  written_at timestamptz not null,
  -- What was sent under this id first: the same sent again is the same, something else is another entry.
  sent_hash bytea not null,
  changed_by text not null,
  changed_at timestamptz not null,
  version integer not null default 1,
  removed_at timestamptz,
  primary key (event_id, id),
  unique (event_id, session_id, id),
  foreign key (event_id, session_id) references sessions (event_id, id),
  foreign key (event_id, session_id, answers) references minute_entries (event_id, session_id, id),
  check ((kind = 'solution') = (answers is not null)),
  check (not escalated or kind in ('challenge', 'solution'))
);
create index minute_entries_in_order on minute_entries (event_id, session_id, position) where removed_at is null;
create index minute_entries_answers on minute_entries (event_id, answers) where answers is not null;
create index minute_entries_escalated on minute_entries (event_id) where escalated and removed_at is null;

-- Remarks on a session's notulen.
create table minute_comments (
  event_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  body text not null check (length(body) between 1 and 1000),
  writer_id uuid not null references accounts,
  written_by text not null,
  written_at timestamptz not null,
  removed_at timestamptz,
  primary key (event_id, id),
  foreign key (event_id, session_id) references sessions (event_id, id)
);
create index minute_comments_in_order on minute_comments (event_id, session_id, written_at);

do $$
declare t text;
begin
  foreach t in array array['minute_entries', 'minute_comments'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy party_reads on %I for select to scope_province using (event_id in (select unnest(app_events())))', t);
    execute format('create policy host_adds on %I for insert to scope_province
      with check (event_id in (select unnest(app_hosted())) and writer_id = (select app_actor()))', t);
    execute format('create policy host_changes on %I for update to scope_province using (event_id in (select unnest(app_hosted())))', t);
    execute format('create policy assignment_reads on %I for select to scope_assignment using (event_id in (select unnest(app_events())))', t);
    execute format('create policy assignment_adds on %I for insert to scope_assignment
      with check (event_id in (select unnest(app_events())) and writer_id = (select app_actor()))', t);
    execute format('create policy assignment_changes on %I for update to scope_assignment using (event_id in (select unnest(app_events())))', t);
  end loop;
end $$;
grant select, insert on minute_entries, minute_comments to scope_province, scope_assignment;
grant update (kind, body, answers, raised_by, escalated, position, changed_by, changed_at, version, removed_at) on minute_entries
  to scope_province, scope_assignment;
grant update (removed_at) on minute_comments to scope_province, scope_assignment;

-- The nation sees what is taken to the Stakeholder Meeting, and not who wrote it.
create policy national_reads on minute_entries for select to scope_national using (escalated and removed_at is null);
grant select (event_id, id, session_id, kind, body, answers, raised_by, escalated, position, removed_at) on minute_entries to scope_national;

-- What the meetings of a province have taken to its Stakeholder Meeting: the scope of one event does not see another's rows, so
-- this does, for those who see the meeting, and of the others what was marked for it.
create policy system_reads on minute_entries for select to scope_system using (escalated and removed_at is null);
grant select (event_id, id, kind, body, answers, raised_by, escalated, position, removed_at) on minute_entries to scope_system;
create function escalated_challenges(p_event uuid) returns table (
  event_title text, id uuid, kind text, body text, answers uuid, raised_by text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select e.title, m.id, m.kind, m.body, m.answers, m.raised_by
    from events meeting
    join event_provinces ep on ep.province_code = meeting.host_province and ep.event_id <> meeting.id
    join events e on e.id = ep.event_id and e.edition_id = meeting.edition_id
    join minute_entries m on m.event_id = e.id and m.escalated and m.removed_at is null
   where meeting.id = p_event and meeting.kind = 'shm' and meeting.id in (select unnest(app_events()))
   order by e.programme_starts_on, e.id, coalesce(m.answers, m.id), m.kind = 'solution', m.position, m.id
   limit 400
$$;
grant create on schema public to scope_system;
alter function escalated_challenges(uuid) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function escalated_challenges(uuid) from public;
grant execute on function escalated_challenges(uuid) to scope_province, scope_assignment;
