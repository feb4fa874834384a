\set n random(0, 1999)
begin;
set local role scope_assignment;
select set_config('app.actor', '00000000-0000-0000-0000-000000000f33', true), set_config('app.events', '{00000000-0000-0000-0000-000000000e33}', true);
insert into attendance_marks (marker, id, event_id, session_id, participant_id, province_code, state, device_time, offset_ms, received_at, effective_at, time_doubtful, source, sent_by, outcome) values ('00000000-0000-0000-0000-000000000f33', gen_random_uuid(), '00000000-0000-0000-0000-000000000e33', '00000000-0000-0000-0000-000000005e55', ('00000000-0000-0000-0000-' || lpad(to_hex(3187671040 + :n), 12, '0'))::uuid, '33', 'present', now(), 0, now(), now(), false, 'tap', '00000000-0000-0000-0000-000000000f33', 'stored');
insert into attendance_states (event_id, session_id, participant_id, province_code, state, effective_at, mark_id, marker) values ('00000000-0000-0000-0000-000000000e33', '00000000-0000-0000-0000-000000005e55', ('00000000-0000-0000-0000-' || lpad(to_hex(3187671040 + :n), 12, '0'))::uuid, '33', 'present', now(), gen_random_uuid(), '00000000-0000-0000-0000-000000000f33') on conflict (event_id, session_id, participant_id) do update set state = excluded.state, effective_at = excluded.effective_at, mark_id = excluded.mark_id, marker = excluded.marker;
commit;
