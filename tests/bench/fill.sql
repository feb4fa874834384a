-- 50 people on Jambi's list, and 2,000 of Jawa Tengah to be marked.
insert into sessions (event_id, id, kind, title, starts_at, ends_at, changed_at)
values ('00000000-0000-0000-0000-000000000e33', '00000000-0000-0000-0000-000000005e55', 'opening', 'Pembukaan', '2022-08-02 08:30+07', '2022-08-02 09:15+07', now());
insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at)
select '00000000-0000-0000-0000-000000000e15', gen_random_uuid(), '15', 'peserta', 'village_library', 'Perpustakaan Desa Contoh Nomor ' || n, 'Peserta Nomor ' || n, now()
  from generate_series(1, 50) n;
insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at)
select '00000000-0000-0000-0000-000000000e33', ('00000000-0000-0000-0000-' || lpad(to_hex(3187671040 + n), 12, '0'))::uuid, '33', 'peserta', 'village_library', '', 'Orang Lain ' || n, now()
  from generate_series(0, 1999) n;
