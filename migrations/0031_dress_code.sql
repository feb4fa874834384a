-- What people wear to a session; may be empty. It stands in the event's programme and goes along when an agenda is
-- copied; apart from it, view and function are as 0008 made them. A view's new column stands last.

alter table sessions add column dress_code text not null default '' check (length(dress_code) <= 120);

create or replace view event_programme with (security_invoker) as
select event_id, id, kind = 'break_prayer' as is_break, title, room, starts_at, ends_at, takes_attendance, locked_at, dress_code
  from sessions where removed_at is null;

create or replace function copy_agenda(p_from uuid, p_to uuid, p_shift interval, p_first timestamptz, p_end timestamptz, p_by text, p_at timestamptz)
returns bigint language sql volatile
as $$
  with copied as (
    insert into sessions (event_id, id, kind, title, room, dress_code, starts_at, ends_at, goals, strategies, takes_attendance, data_origin, changed_by, changed_at)
    select p_to, gen_random_uuid(), kind, title, room, dress_code, starts_at + p_shift, ends_at + p_shift, goals, strategies, takes_attendance, data_origin, p_by, p_at
      from sessions
     where event_id = p_from and removed_at is null and starts_at + p_shift >= p_first and ends_at + p_shift <= p_end
    returning 1)
  select count(*) from copied
$$;
