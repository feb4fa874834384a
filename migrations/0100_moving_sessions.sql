-- Sessions can be moved, one or the rest of a day: some keep their hour, and what was moved can be put back. An agenda that
-- is copied goes by the same rules, and can be taken back like a template.

-- A session that is not moved along when the day runs late: prayer, lunch, a closing that waits for an official.
alter table sessions add column is_fixed boolean not null default false;
alter table agenda_template_sessions add column is_fixed boolean not null default false;
alter table sessions no force row level security;
update sessions set is_fixed = true where kind in ('break_prayer', 'closing');
alter table sessions force row level security;
update agenda_template_sessions set is_fixed = true where kind in ('break_prayer', 'closing');

-- Where each session was before it was moved, and which version it had afterwards: whoever touches it later keeps their work.
create table session_moves (
  event_id uuid not null,
  shift_id uuid not null,
  session_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  version integer not null,
  primary key (event_id, shift_id, session_id),
  foreign key (event_id, session_id) references sessions (event_id, id)
);
alter table session_moves enable row level security;
alter table session_moves force row level security;
create policy host_all on session_moves to scope_province using (event_id in (select unnest(app_hosted())));
grant select, insert on session_moves to scope_province;

-- Copies an agenda to an event that has none: same hours, moved by p_shift; what falls outside the new event's days is left
-- out. What was copied can be taken back by its batch. Says how many sessions were copied.
drop function copy_agenda(uuid, uuid, interval, timestamptz, timestamptz, text, timestamptz);
create function copy_agenda(p_from uuid, p_to uuid, p_shift interval, p_first timestamptz, p_end timestamptz, p_batch uuid, p_by text, p_at timestamptz)
returns bigint language sql volatile
as $$
  with copied as (
    insert into sessions (event_id, id, kind, title, room, dress_code, starts_at, ends_at, goals, strategies, takes_attendance, is_fixed,
                          template_batch, data_origin, changed_by, changed_at)
    select p_to, gen_random_uuid(), kind, title, room, dress_code, starts_at + p_shift, ends_at + p_shift, goals, strategies, takes_attendance, is_fixed,
           p_batch, data_origin, p_by, p_at
      from sessions
     where event_id = p_from and removed_at is null and starts_at + p_shift >= p_first and ends_at + p_shift <= p_end
    returning 1)
  select count(*) from copied
$$;
grant execute on function copy_agenda(uuid, uuid, interval, timestamptz, timestamptz, uuid, text, timestamptz) to scope_province;
