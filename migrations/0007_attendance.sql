-- Attendance: every mark is kept for ever; the effective state of a person in a session is a pure function of the
-- marks and of people's decisions, and stands in one row per (session, person).

create table attendance_marks (
  marker uuid not null references accounts,
  id uuid not null,
  event_id uuid not null,
  session_id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  state text not null check (state in ('present', 'late', 'excused', 'sick', 'absent', 'cleared')),
  note text not null default '' check (length(note) <= 200),
  -- Device time, the offset measured (server minus device) and the receipt are all kept.
  device_time timestamptz not null,
  offset_ms bigint,
  received_at timestamptz not null,
  effective_at timestamptz not null,
  time_doubtful boolean not null,
  source text not null check (source in ('list', 'form', 'scan', 'code', 'paper', 'file')),
  device text not null default '' check (length(device) <= 100),
  sent_by uuid not null,
  outcome text not null check (outcome in ('stored', 'superseded', 'conflict', 'proposed')),
  -- The event comes first: a marker's id of another event, which this scope cannot see, must not fail a whole delivery.
  primary key (event_id, marker, id),
  foreign key (event_id, session_id) references sessions (event_id, id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code)
);
create index attendance_marks_by_person on attendance_marks (event_id, session_id, participant_id, effective_at desc, id desc);

-- A person's word over two different marks, or over a closed session. It outranks every mark the server knew then.
create table attendance_decisions (
  event_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  state text not null check (state in ('present', 'late', 'excused', 'sick', 'absent', 'cleared')),
  reason text not null default '' check (length(reason) <= 300),
  decided_by uuid not null references accounts,
  decided_at timestamptz not null,
  primary key (event_id, id),
  foreign key (event_id, session_id) references sessions (event_id, id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code)
);
create index attendance_decisions_by_person on attendance_decisions (event_id, session_id, participant_id, decided_at desc);

create table attendance_states (
  event_id uuid not null,
  session_id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  state text not null check (state in ('present', 'late', 'excused', 'sick', 'absent', 'cleared')),
  note text not null default '',
  -- The mark that won: time and id are the whole order.
  effective_at timestamptz not null,
  mark_id uuid not null,
  marker uuid not null,
  conflict boolean not null default false,
  decided_at timestamptz,
  primary key (event_id, session_id, participant_id),
  foreign key (event_id, session_id) references sessions (event_id, id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code)
);

do $$
declare t text;
begin
  foreach t in array array['attendance_marks', 'attendance_decisions', 'attendance_states'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_and_host_read on %I for select to scope_province
      using (event_id = any((select app_events())::uuid[]) and (province_code = (select app_province()) or event_id = any((select app_hosted())::uuid[])))', t);
    execute format('create policy host_writes on %I to scope_province using (event_id = any((select app_hosted())::uuid[]))', t);
    execute format('create policy assignment_reads on %I for select to scope_assignment using (event_id = any((select app_events())::uuid[]))', t);
    execute format('create policy person_reads_own on %I for select to scope_person using (event_id = any((select app_events())::uuid[]) and participant_id = (select app_person()))', t);
  end loop;
end $$;
create policy assignment_marks on attendance_marks for insert to scope_assignment
  with check (event_id = any((select app_events())::uuid[]) and sent_by = (select app_actor()));
create policy assignment_settles on attendance_states for insert to scope_assignment with check (event_id = any((select app_events())::uuid[]));
create policy assignment_resettles on attendance_states for update to scope_assignment using (event_id = any((select app_events())::uuid[]));
create policy national_counts on attendance_states for select to scope_national using (true);
grant select, insert on attendance_marks to scope_province, scope_assignment;
grant select, insert on attendance_decisions to scope_province;
grant select on attendance_decisions to scope_assignment;
grant select, insert, update on attendance_states to scope_province, scope_assignment;
grant select on attendance_marks, attendance_states to scope_person;
grant select (event_id, session_id, participant_id, province_code, state) on attendance_states to scope_national;

-- Whoever marks may also close the session; nothing else of the agenda is theirs.
create policy assignment_closes on sessions for update to scope_assignment using (event_id = any((select app_events())::uuid[]));
grant update (locked_at, locked_by) on sessions to scope_assignment;

-- A person's presence in an event, in the programme's one meaning: present in a session = present or late; on a day =
-- in at least one of its sessions; at the event = on at least one day. Counts only, for whoever may count.
create view attendance_presence with (security_invoker = true) as
  select a.event_id, a.province_code, a.participant_id, p.kind,
         (s.starts_at at time zone case e.zone when 'WIB' then 'Asia/Jakarta' when 'WITA' then 'Asia/Makassar' else 'Asia/Jayapura' end)::date as day
    from attendance_states a
    join participants p on p.event_id = a.event_id and p.id = a.participant_id
    join sessions s on s.event_id = a.event_id and s.id = a.session_id and s.removed_at is null
    join events e on e.id = a.event_id
   where a.state in ('present', 'late')
   group by 1, 2, 3, 4, 5;
grant select on attendance_presence to scope_province, scope_assignment, scope_national;

-- The name of whoever marked, and nothing else of an account: shown beside the mark to those who see the event's marks.
create function marker_name(p_account uuid) returns text language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select full_name from public.accounts where id = p_account $$;
grant create on schema public to scope_system;
alter function marker_name(uuid) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function marker_name(uuid) from public;
grant execute on function marker_name(uuid) to scope_province, scope_assignment;
