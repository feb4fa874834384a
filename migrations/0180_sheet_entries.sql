-- Sheets that were signed and are typed in: what stands on each line, by session, as it was entered last. A line that was
-- blank when it was printed belongs to whoever has written their name on it.
create table sheet_entries (
  event_id uuid not null,
  code text not null,
  session_id uuid not null,
  line integer not null check (line between 1 and 5000),
  participant_id uuid not null,
  province_code text not null,
  -- A state, or that nobody has signed.
  sign text not null check (sign in ('present', 'late', 'excused', 'sick', 'absent', 'empty')),
  entered_by uuid not null references accounts,
  entered_at timestamptz not null,
  primary key (event_id, code, session_id, line),
  foreign key (event_id, code) references attendance_sheets (event_id, code),
  foreign key (event_id, session_id) references sessions (event_id, id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code)
);
create index sheet_entries_by_person on sheet_entries (event_id, session_id, participant_id);

-- That a signature and the register say different things of somebody, and that this stays so, with the reason.
create table sheet_differences_accepted (
  event_id uuid not null,
  session_id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  -- Whether the person had signed and was not marked, or was marked and had not signed.
  signed boolean not null,
  reason text not null check (length(reason) between 1 and 300),
  accepted_by uuid not null references accounts,
  accepted_at timestamptz not null,
  primary key (event_id, session_id, participant_id, signed),
  foreign key (event_id, session_id) references sessions (event_id, id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code)
);

do $$
declare t text;
begin
  foreach t in array array['sheet_entries', 'sheet_differences_accepted'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_and_host_read on %I for select to scope_province
      using (event_id in (select unnest(app_events())) and (province_code = (select app_province()) or event_id in (select unnest(app_hosted()))))', t);
    execute format('create policy host_writes on %I to scope_province using (event_id in (select unnest(app_hosted())))', t);
    execute format('create policy assignment_owns on %I to scope_assignment using (event_id in (select unnest(app_events())))', t);
    execute format('grant select, insert on %I to scope_province, scope_assignment', t);
  end loop;
end $$;
grant update (participant_id, province_code, sign, entered_by, entered_at) on sheet_entries to scope_province, scope_assignment;
grant update (reason, accepted_by, accepted_at) on sheet_differences_accepted to scope_province, scope_assignment;

-- Whoever marks reads what was printed: the host also its guests' sheets.
create policy host_reads on attendance_sheets for select to scope_province using (event_id in (select unnest(app_hosted())));
create policy assignment_reads on attendance_sheets for select to scope_assignment using (event_id in (select unnest(app_events())));
grant select on attendance_sheets to scope_assignment;
