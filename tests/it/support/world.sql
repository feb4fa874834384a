insert into tenants (province_code, slug, province_name, zone, official_name, short_name) values
  ('15', 'jambi', 'Jambi', 'WIB', 'Dinas Perpustakaan dan Arsip Daerah Provinsi Jambi', 'DPAD Jambi'),
  ('33', 'jawa-tengah', 'Jawa Tengah', 'WIB', 'Dinas Kearsipan dan Perpustakaan Provinsi Jawa Tengah', 'Arpus Jateng'),
  ('32', 'jawa-barat', 'Jawa Barat', 'WIB', 'Dinas Perpustakaan dan Kearsipan Daerah Provinsi Jawa Barat', 'Dispusipda'),
  ('31', 'dki-jakarta', 'DKI Jakarta', 'WIB', 'Dinas Perpustakaan dan Kearsipan Provinsi DKI Jakarta', 'Dispusip DKI');

insert into editions (id, year, name, regions_as_of, target_provinces, target_regencies, target_villages, wave_count, wave_min_provinces, wave_max_provinces)
values ('00000000-0000-0000-0000-000000000ed0', 2022, 'PLM 2022', '2022-01-01', 34, 136, 96, 5, 6, 7);
insert into edition_goals select '00000000-0000-0000-0000-000000000ed0', n, 'Tujuan nomor ' || n from generate_series(1, 5) n;
insert into edition_categories (edition_id, category, label, position) values
  ('00000000-0000-0000-0000-000000000ed0', 'province_office', 'Dinas Perpustakaan Provinsi', 1),
  ('00000000-0000-0000-0000-000000000ed0', 'regency_office', 'Dinas Perpustakaan Kab/Kota', 2),
  ('00000000-0000-0000-0000-000000000ed0', 'village_library', 'Perpustakaan Desa/Kelurahan', 3),
  ('00000000-0000-0000-0000-000000000ed0', 'impact_beneficiary', 'Penerima manfaat', 4),
  ('00000000-0000-0000-0000-000000000ed0', 'champion_village', 'Desa Champion', 5);
insert into agenda_template_sessions (edition_id, position, day_offset, starts_at, ends_at, kind, title, room, goals, takes_attendance, is_fixed) values
  ('00000000-0000-0000-0000-000000000ed0', 1, 0, '08:30', '09:15', 'opening', 'Pembukaan', 'Aula', '{2}', true, false),
  ('00000000-0000-0000-0000-000000000ed0', 2, 0, '09:15', '12:00', 'achievement_presentation', 'Paparan capaian kabupaten/kota', 'Aula', '{1}', true, false),
  ('00000000-0000-0000-0000-000000000ed0', 3, 0, '12:00', '13:00', 'break_prayer', 'Ishoma', '', '{}', false, true),
  ('00000000-0000-0000-0000-000000000ed0', 4, 1, '08:30', '10:00', 'follow_up_planning', 'Penyusunan RTL', 'Aula', '{4}', true, false),
  ('00000000-0000-0000-0000-000000000ed0', 5, 1, '10:00', '11:00', 'award_ceremony', 'Penghargaan', 'Aula', '{5}', true, false);
insert into waves (id, edition_id, number, starts_on, ends_on) values
  ('00000000-0000-0000-0000-000000000a04', '00000000-0000-0000-0000-000000000ed0', 4, '2022-08-01', '2022-08-04');

insert into events (id, edition_id, wave_id, host_province, title, venue, city, starts_on, ends_on, programme_starts_on, programme_ends_on, zone, status) values
  ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-000000000ed0', '00000000-0000-0000-0000-000000000a04', '15', 'PLM Provinsi Jambi 2022', 'Hotel (contoh)', 'Kota Jambi', '2022-08-01', '2022-08-04', '2022-08-02', '2022-08-03', 'WIB', 'published'),
  ('00000000-0000-0000-0000-000000000e33', '00000000-0000-0000-0000-000000000ed0', '00000000-0000-0000-0000-000000000a04', '33', 'PLM Provinsi Jawa Tengah 2022', 'Hotel MG Setos', 'Semarang', '2022-08-01', '2022-08-04', '2022-08-02', '2022-08-03', 'WIB', 'published'),
  ('00000000-0000-0000-0000-000000000e32', '00000000-0000-0000-0000-000000000ed0', '00000000-0000-0000-0000-000000000a04', '32', 'PLM Jawa Barat dan DKI Jakarta 2022', 'Hotel (contoh)', 'Bandung', '2022-08-01', '2022-08-04', '2022-08-02', '2022-08-03', 'WIB', 'published');
insert into event_provinces (event_id, province_code, part, edition_id, wave_id, quota) values
  ('00000000-0000-0000-0000-000000000e15', '15', 'host', '00000000-0000-0000-0000-000000000ed0', '00000000-0000-0000-0000-000000000a04', 16),
  ('00000000-0000-0000-0000-000000000e33', '33', 'host', '00000000-0000-0000-0000-000000000ed0', '00000000-0000-0000-0000-000000000a04', 21),
  ('00000000-0000-0000-0000-000000000e32', '32', 'host', '00000000-0000-0000-0000-000000000ed0', '00000000-0000-0000-0000-000000000a04', 14),
  ('00000000-0000-0000-0000-000000000e32', '31', 'guest', '00000000-0000-0000-0000-000000000ed0', '00000000-0000-0000-0000-000000000a04', 9);

insert into accounts (id, email, full_name, created_at)
select ('00000000-0000-0000-0000-000000000' || id)::uuid, email || '@contoh.id.invalid', name, '2022-07-01' from (values
  ('0a0', 'koordinator', 'Koordinator Contoh'), ('a15', 'admin.jambi', 'Admin Jambi'), ('b15', 'operator.jambi', 'Operator Jambi'),
  ('f15', 'fasilitator.jambi', 'Fasilitator Jambi'), ('c15', 'konsultan.jambi', 'Konsultan Jambi'), ('a33', 'admin.jateng', 'Admin Jateng'),
  ('b33', 'operator.jateng', 'Operator Jateng'), ('f33', 'fasilitator.jateng', 'Fasilitator Jateng'), ('a32', 'admin.jabar', 'Admin Jabar'),
  ('a31', 'admin.dki', 'Admin DKI'), ('b31', 'operator.dki', 'Operator DKI')) as people (id, email, name);
insert into role_grants (id, account_id, role, province_code, event_id, granted_at, accepted_at)
select gen_random_uuid(), ('00000000-0000-0000-0000-000000000' || id)::uuid, role, province,
       case when event <> '' then ('00000000-0000-0000-0000-000000000' || event)::uuid end, '2022-07-01', '2022-07-01' from (values
  ('0a0', 'national_coordinator', null, ''), ('a15', 'province_admin', '15', ''), ('b15', 'province_operator', '15', ''),
  ('f15', 'facilitator', '15', 'e15'), ('c15', 'consultant', '15', ''), ('a33', 'province_admin', '33', ''),
  ('b33', 'province_operator', '33', ''), ('f33', 'facilitator', '33', 'e33'), ('a32', 'province_admin', '32', ''),
  ('a31', 'province_admin', '31', ''), ('b31', 'province_operator', '31', '')) as roles (id, role, province, event);
