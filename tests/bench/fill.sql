-- 50 people on Jambi's list, and 2,000 of Jawa Tengah to be marked.
insert into sessions (event_id, id, kind, title, starts_at, ends_at, changed_at)
values ('00000000-0000-0000-0000-000000000e33', '00000000-0000-0000-0000-000000005e55', 'opening', 'Pembukaan', '2022-08-02 08:30+07', '2022-08-02 09:15+07', now());
insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at)
select '00000000-0000-0000-0000-000000000e15', gen_random_uuid(), '15', 'peserta', 'village_library', 'Perpustakaan Desa Contoh Nomor ' || n, 'Peserta Nomor ' || n, now()
  from generate_series(1, 50) n;
insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at)
select '00000000-0000-0000-0000-000000000e33', ('00000000-0000-0000-0000-' || lpad(to_hex(3187671040 + n), 12, '0'))::uuid, '33', 'peserta', 'village_library', '', 'Orang Lain ' || n, now()
  from generate_series(0, 1999) n;
-- A table that has seen work before: 200,000 marks of twenty earlier sessions.
insert into sessions (event_id, id, kind, title, starts_at, ends_at, changed_at)
select '00000000-0000-0000-0000-000000000e33', ('00000000-0000-0000-0000-0000000055' || lpad(n::text, 2, '0'))::uuid, 'other', 'Sesi ' || n, '2022-08-01 08:30+07', '2022-08-01 09:15+07', now()
  from generate_series(0, 19) n;
insert into attendance_marks (marker, id, event_id, session_id, participant_id, province_code, state, device_time, offset_ms, received_at, effective_at, time_doubtful, source, sent_by, outcome)
select '00000000-0000-0000-0000-000000000f33', gen_random_uuid(), s.event_id, s.id, p.id, '33', 'present', now(), 0, now(), now(), false, 'tap', '00000000-0000-0000-0000-000000000f33', 'stored'
  from sessions s join participants p on p.event_id = s.event_id, generate_series(1, 5) k where s.title like 'Sesi %';
