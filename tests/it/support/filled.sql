-- Sample rows on top of the world: for every table at least one of Jambi (15), one of Jawa Tengah (33), and of the
-- joint event one of its host Jawa Barat (32) and one of its guest DKI Jakarta (31). A new table adds its own here.
--
-- Ids can be told from one another and are named in samples.rs: the last digits are the event's or the province's
-- (e15, e33, e32; for the guest's rows in the joint event e31), with a letter before them for the kind of row.
create function pg_temp.id(kind text, owner text) returns uuid language sql
  as $$ select ('00000000-0000-0000-0000-' || lpad(kind || owner, 12, '0'))::uuid $$;
create temp table parties (event uuid, province text, owner text);
insert into parties values
  (pg_temp.id('', 'e15'), '15', 'e15'), (pg_temp.id('', 'e33'), '33', 'e33'), (pg_temp.id('', 'e32'), '32', 'e32'), (pg_temp.id('', 'e32'), '31', 'e31');
create temp view hosts as select * from parties where owner <> 'e31';

-- Offices and sign-in.
insert into tenant_signers (province_code, id, full_name, position) select province, pg_temp.id('a', owner), 'Penanda Tangan ' || province, 'Kepala Dinas' from parties;
insert into tenant_logos (province_code, file, changed_by, changed_at) select province, decode(repeat('00', 60), 'hex'), 'contoh', '2022-07-01' from parties;
insert into office_contacts (province_code, full_name, position, phone) select province, 'Narahubung ' || province, 'Kepala Bidang', '+628000000' || province from parties;
insert into accounts (id, email, full_name, created_at) select pg_temp.id('f', owner), 'undangan.' || owner || '@contoh.id.invalid', 'Undangan ' || province, '2022-07-01' from parties;
insert into role_grants (id, account_id, role, province_code, invited_name, granted_at)
  select pg_temp.id('e', owner), pg_temp.id('f', owner), 'province_admin', province, 'Undangan ' || province, '2022-07-01' from parties;
insert into logins (id, token_hash, account_id, device, started_at, seen_at, expires_at)
  select gen_random_uuid(), sha256(id::text::bytea), id, 'contoh', '2022-08-01', '2022-08-01', '2022-08-15' from accounts;
insert into one_time_links (id, token_hash, purpose, account_id, grant_id, made_at, expires_at)
  select pg_temp.id('b', right(account_id::text, 3)), sha256(id::text::bytea), 'invitation', account_id, id, '2022-07-01', '2022-09-01' from role_grants;
insert into calendar_links (account_id, token_hash, made_at) select pg_temp.id('f', owner), sha256(lpad(owner, 64, '0')::bytea), '2022-07-20' from parties;
insert into sign_in_failures values (gen_random_uuid(), '\x01', '\x02', '2022-08-01');
insert into known_devices select id, '\x02', '2022-08-01' from accounts;
insert into audit_log (id, at, actor_name, scope, province_code, event_id, action)
  select gen_random_uuid(), '2022-08-01', 'contoh', 'province', province, event, 'contoh' from parties;
insert into audit_log (id, at, actor_name, scope, action) values (gen_random_uuid(), '2022-08-01', 'contoh', 'national', 'contoh');

-- Editions and events.
insert into edition_award_categories (edition_id, id, position, name, kind, criteria, removed_at) values
  (pg_temp.id('', 'ed0'), pg_temp.id('', 'a11'), 1, 'Perpustakaan desa terbaik', 'best', '[{"name": "Pelibatan masyarakat", "weight": 60}, {"name": "Advokasi dan publikasi", "weight": 40}]', null),
  (pg_temp.id('', 'ed0'), pg_temp.id('', 'a12'), 2, 'Peserta teraktif', 'most_active', '[]', '2022-07-01');
insert into agenda_template_sessions (edition_id, id, day_offset, starts_at, ends_at, kind, title, takes_attendance, removed_at) values
  (pg_temp.id('', 'ed0'), pg_temp.id('', '7e1'), 1, '13:00', '14:00', 'testimony', 'Testimoni penerima manfaat', true, null),
  (pg_temp.id('', 'ed0'), pg_temp.id('', '7e2'), 1, '15:00', '16:00', 'closing', 'Penutupan', true, '2022-07-01');
insert into event_officials (event_id, id, ceremony, phase, full_name) select event, pg_temp.id('c', owner), 'opener', 'planned', 'Pembuka ' || province from hosts;

-- Registration.
insert into libraries (province_code, id, kind, name) select province, pg_temp.id('d', owner), 'regency_office', 'Dinas Perpustakaan ' || province from parties;
insert into participants (event_id, id, province_code, kind, category, library_id, agency_name, full_name, registered_at)
  select event, pg_temp.id('1', owner), province, 'peserta', 'regency_office', pg_temp.id('d', owner), 'Dinas ' || province, 'Peserta ' || province, '2022-07-20' from parties;
insert into participants (event_id, id, province_code, kind, agency_name, full_name, registered_at)
  select event, pg_temp.id('2', owner), province, 'fasilitator', 'Dinas ' || province, 'Fasilitator ' || province, '2022-07-20' from parties;
insert into libraries (province_code, id, kind, name, removed_at) select province, pg_temp.id('e', owner), 'village_library', 'Perpustakaan lama ' || province, '2022-07-21' from parties;
insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at, status)
  select event, pg_temp.id('f', owner), province, 'peserta', 'regency_office', 'Dinas ' || province, 'Berhalangan ' || province, '2022-07-20', 'replaced' from parties;
insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at, replaces, entry)
  select event, pg_temp.id('9', owner), province, 'peserta', 'regency_office', 'Dinas ' || province, 'Pengganti ' || province, '2022-07-20', pg_temp.id('f', owner), 'substitute' from parties;
insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at, entry)
  select event, pg_temp.id('a', owner), province, 'peserta', 'regency_office', 'Dinas ' || province, 'Datang ' || province, '2022-08-02', 'walk_in' from parties;
insert into participant_details (event_id, participant_id, province_code, phone)
  select event, pg_temp.id('1', owner), province, '+62812000000' || province from parties;
-- Of two rows that were one person the one that counts is the participant's; two others were told apart.
insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at, status, merged_into, merged_at)
  select event, pg_temp.id('3', owner), province, 'peserta', 'regency_office', 'Dinas ' || province, 'Peserta ' || province, '2022-07-21', 'merged', pg_temp.id('1', owner), '2022-07-22' from parties;
insert into participant_merges (event_id, id, province_code, survivor_id, merged_id, merged_at, merged_by, merged_status)
  select event, pg_temp.id('4', owner), province, pg_temp.id('1', owner), pg_temp.id('3', owner), '2022-07-22', 'contoh', 'registered' from parties;
insert into participant_details (event_id, participant_id, province_code, phone)
  select event, pg_temp.id(kind, owner), province, '+62813000000' || province from parties, unnest(array['9', 'f']) kind;
insert into participants_told_apart (event_id, province_code, one_id, other_id, told_by, told_at)
  select event, province, pg_temp.id('2', owner), pg_temp.id('9', owner), 'contoh', '2022-07-22' from parties;
insert into libraries (province_code, id, kind, name, removed_at, merged_into) select province, pg_temp.id('3', owner), 'regency_office', 'Dinas Perpustakaan ' || province, '2022-07-22', pg_temp.id('d', owner) from parties;
insert into libraries (province_code, id, kind, name) select province, pg_temp.id('2', owner), 'village_library', 'Perpustakaan Desa ' || province from parties;
insert into libraries (province_code, id, kind, name) select province, pg_temp.id('4', owner), 'village_library', 'Perpus ' || province from parties;
insert into library_merges (province_code, id, survivor_id, merged_id, merged_at, merged_by)
  select province, pg_temp.id('4', owner), pg_temp.id('d', owner), pg_temp.id('3', owner), '2022-07-22', 'contoh' from parties;
insert into libraries_told_apart (province_code, one_id, other_id, told_by, told_at)
  select province, pg_temp.id('2', owner), pg_temp.id('d', owner), 'contoh', '2022-07-22' from parties;
insert into category_quotas (event_id, province_code, category, places) select event, province, 'regency_office', 4 from parties;

-- At the door facilitators may help, where the host says so.
update tenants set facilitators_add_people = true where province_code in ('15', '33');

-- Who comes when, sleeps where and needs what.
insert into lodgings (event_id, participant_id, province_code, arrives_on, arrives_at, arrives_by, departs_on, needs_room, room, mate_id, changed_at)
  select event, pg_temp.id('1', owner), province, '2022-08-01', '14:30', 'Pesawat', '2022-08-04', true, '301', pg_temp.id('9', owner), '2022-07-25' from parties;
insert into lodging_needs (event_id, participant_id, province_code, access_needs, diet, consented_at, recorded_by)
  select event, pg_temp.id('1', owner), province, 'Kursi roda', 'Tanpa kacang', '2022-07-25', 'contoh' from parties;
insert into lodging_rooms (event_id, room, beds) select event, '301', 3 from hosts;

-- Searches that are kept: one that stands, one that was removed.
insert into saved_filters (province_code, id, name, query, made_by, made_at)
  select province, pg_temp.id('c', owner), 'Dinas kabupaten/kota', 'kategori=regency_office', 'contoh', '2022-07-25' from parties;
insert into saved_filters (province_code, id, name, query, made_by, made_at, removed_at)
  select province, pg_temp.id('d', owner), 'Yang batal', 'status=cancelled', 'contoh', '2022-07-25', '2022-07-26' from parties;

-- A list that came as a spreadsheet: somebody new, something wrong, a question, a heading of a section.
insert into imports (event_id, id, province_code, people_province, file_name, sheets, heading_row, mapping, made_by, made_at)
  select event, pg_temp.id('b', owner), province, province, 'Daftar ' || province || '.xlsx', '{Peserta,Lampiran}', 1, '{"",full_name,sex,agency,category,phone,nip,""}', 'contoh', '2022-08-01' from parties;
insert into import_rows (event_id, import_id, province_code, sheet, number, cells)
  select event, pg_temp.id('b', owner), province, 1, r.number, r.cells from parties, lateral (values
    (1, array['No', 'Nama', 'L/P', 'Instansi', 'Kategori', 'HP', 'NIP', 'Ukuran baju']),
    (2, array['1', 'Dr. Baru Sekali, S.Sos.', 'P', 'Dinas ' || province, 'Desa Champion', '0812-3456-7890', '1.98609E+17', 'L']),
    (3, array['2', 'Keliru', 'X', 'Dinas ' || province, 'Kepala', '12', '34', 'M']),
    (4, array['3', 'Peserta ' || province, 'L', 'Kantor lain', 'Desa Champion', '', '', '']),
    (5, array['4', 'Peserta ' || province, 'P', 'Dinas ' || province, '', '', '', '']),
    (6, array['', 'Mengetahui', '', '', '', '', '', ''])) r (number, cells);
insert into import_headings (province_code, heading, meaning, changed_at) select province, 'ukuran baju', '', '2022-08-01' from parties;

insert into library_imports (province_code, id, file_name, heading_row, mapping, lines, made_by, made_at)
  select province, pg_temp.id('1b', owner), 'Mitra ' || province || '.xlsx', 1, '{"",name,kind,pic_name,bimtek_completed}', jsonb_build_array(
    jsonb_build_object('number', 1, 'is_hidden', false, 'cells', array['No', 'Nama', 'Jenis', 'PIC', 'Bimtek']),
    jsonb_build_object('number', 2, 'is_hidden', false, 'cells', array['1', 'Perpustakaan Desa Baru Sekali', 'desa', 'Ninik', 'ya']),
    jsonb_build_object('number', 3, 'is_hidden', false, 'cells', array['2', 'Dinas Perpustakaan ' || province, '', 'Hj. Nurhayati, S.IP.', 'mungkin']),
    jsonb_build_object('number', 4, 'is_hidden', false, 'cells', array['3', 'Dinas Perpustakaan ' || province, 'kabupaten', 'Hj. Nurhayati, S.IP.', 'ya']),
    jsonb_build_object('number', 5, 'is_hidden', false, 'cells', array['4', 'Perpustakaan Desa Baru Sekali', 'desa', '', ''])), 'contoh', '2022-08-01' from parties;

-- The national list of partners: a draft, and one that was shared. Jambi has not accepted its part, Jawa Tengah has, Jawa Barat
-- threw it away, and DKI Jakarta's was taken back.
insert into partner_lists (id, file_name, heading_row, mapping, lines, made_by, made_at)
  select pg_temp.id('', '9a1'), 'Mitra nasional.xlsx', 1, '{"",province,name,kind,region_code,""}', jsonb_build_array(
    jsonb_build_object('number', 1, 'is_hidden', false, 'cells', array['No', 'Provinsi', 'Nama perpustakaan', 'Jenis', 'Kode wilayah', 'Luas']),
    jsonb_build_object('number', 2, 'is_hidden', false, 'cells', array['1', 'Jambi', 'Perpustakaan Desa Arang-Arang', 'desa', '', '40']),
    jsonb_build_object('number', 3, 'is_hidden', false, 'cells', array['2', 'Atlantis', 'Perpustakaan Desa yang namanya panjang sekali dan tidak muat dalam satu baris', 'desa', '', '']),
    jsonb_build_object('number', 4, 'is_hidden', false, 'cells', array['3', '', '', 'desa', '', '']),
    jsonb_build_object('number', 5, 'is_hidden', false, 'cells', array['4', 'Jmbi', 'Perpustakaan Desa Sungai Terap', 'desa', '', '25']),
    jsonb_build_object('number', 6, 'is_hidden', false, 'cells', array['5', '', 'Perpustakaan Desa Teluk Kayu Putih', 'desa', '', '25']),
    jsonb_build_object('number', 7, 'is_hidden', false, 'cells', array['6', 'Jawa Tengah', 'Perpustakaan Desa Kajen', 'desa', '33.28.06.2004', '25']),
    jsonb_build_object('number', 8, 'is_hidden', false, 'cells', array['7', 'Jambi', 'Perpustakaan Desa Bingung', 'desa', '33.28', '25'])), 'Koordinator Contoh', '2022-08-02 08:00+07';
insert into partner_lists (id, file_name, heading_row, mapping, state, made_by, made_at, shared_by, shared_at) values
  (pg_temp.id('', '9a2'), 'Mitra 2022 (final).xlsx', 1, '{"",province,name,kind}', 'shared', 'Koordinator Contoh', '2022-08-01', 'Koordinator Contoh', '2022-08-01 09:05+07');
insert into partner_list_parts (list_id, province_code, libraries, ended)
  select pg_temp.id('', '9a2'), province, 2, case when province = '31' then 'withdrawn' else '' end from parties;
insert into library_imports (province_code, id, partner_list_id, partners, file_name, heading_row, mapping, lines, state, added, made_by, made_at, settled_at)
  select province, pg_temp.id('2b', owner), pg_temp.id('', '9a2'), 2, 'Mitra 2022 (final).xlsx', 1, '{"",province,name,kind}',
    case when province = '15' then jsonb_build_array(
      jsonb_build_object('number', 1, 'is_hidden', false, 'cells', array['No', 'Provinsi', 'Nama perpustakaan', 'Jenis']),
      jsonb_build_object('number', 21, 'is_hidden', false, 'cells', array['20', 'Jambi', 'Perpustakaan Desa Sungai Terap', 'desa']),
      jsonb_build_object('number', 22, 'is_hidden', false, 'cells', array['21', 'Jambi', 'Rumah Baca', ''])) else '[]' end,
    case when province = '15' then 'draft' else 'accepted' end, case when province = '15' then 0 else 2 end,
    'Perpusnas (Koordinator Contoh)', '2022-08-01 09:05+07', case when province = '33' then '2022-08-01 10:00+07'::timestamptz end
    from parties where province in ('15', '33');

-- Agenda: of each event one session that stands, from a template taken over, and one that was removed.
insert into sessions (event_id, id, kind, title, starts_at, ends_at, template_batch, changed_at, changed_by)
  select event, pg_temp.id('5', owner), 'opening', 'Pembukaan ' || province, '2022-08-02T08:30:00+07:00', '2022-08-02T09:15:00+07:00', pg_temp.id('6', owner), '2022-07-20', 'contoh' from hosts;
insert into sessions (event_id, id, kind, title, starts_at, ends_at, removed_at, changed_at, changed_by)
  select event, pg_temp.id('7', owner), 'closing', 'Penutupan ' || province, '2022-08-03T10:00:00+07:00', '2022-08-03T11:00:00+07:00', '2022-07-21', '2022-07-21', 'contoh' from hosts;
-- Once it was moved by ten minutes; who presents in it, and who no longer does; the offices' own patterns, one that was removed.
insert into session_moves (event_id, shift_id, session_id, starts_at, ends_at, version)
  select event, pg_temp.id('5f', owner), pg_temp.id('5', owner), '2022-08-02T08:20:00+07:00', '2022-08-02T09:05:00+07:00', 1 from hosts;
insert into session_slots (event_id, id, session_id, library_id, label, minutes, position, changed_at, changed_by)
  select event, pg_temp.id('5a', owner), pg_temp.id('5', owner), pg_temp.id('d', owner), 'Dinas Perpustakaan ' || province, 20, 1, '2022-07-21', 'contoh' from hosts;
insert into session_slots (event_id, id, session_id, label, minutes, position, removed_at, changed_at, changed_by)
  select event, pg_temp.id('5b', owner), pg_temp.id('5', owner), 'Bunda Literasi ' || province, 10, 2, '2022-07-22', '2022-07-22', 'contoh' from hosts;
insert into session_slot_moves (event_id, reorder_id, slot_id, session_id, position, minutes, version)
  select event, pg_temp.id('5e', owner), pg_temp.id('5a', owner), pg_temp.id('5', owner), 1, 15, 1 from hosts;
insert into agenda_patterns (province_code, id, name, made_by, made_at, removed_at)
  select province, pg_temp.id(kind, owner), name || province, 'contoh', '2022-07-01', removed
    from parties, (values ('5c', 'Pola dua hari ', null), ('5d', 'Pola lama ', '2022-07-02'::timestamptz)) as p (kind, name, removed);
insert into agenda_pattern_sessions (province_code, pattern_id, position, day_offset, starts_at, ends_at, kind, title, takes_attendance)
  select province, pg_temp.id(kind, owner), 1, 0, '08:30', '09:15', 'opening', 'Pembukaan pola ' || province, true from parties, unnest(array['5c', '5d']) kind;
insert into session_leaders select event, pg_temp.id('5', owner), pg_temp.id('2', owner), 1 from hosts;
insert into session_leaders (event_id, session_id, participant_id, position, role) select event, pg_temp.id('5', owner), pg_temp.id('9', owner), 2, 'moderates' from hosts;
-- Rooms: one that stands, one that was removed.
insert into event_rooms (event_id, id, name, name_key, capacity, changed_at) select event, pg_temp.id('13', owner), 'Aula M', 'aulam', 60, '2022-07-20' from hosts;
insert into event_rooms (event_id, id, name, name_key, removed_at, changed_at) select event, pg_temp.id('14', owner), 'Lobi', 'lobi', '2022-07-21', '2022-07-21' from hosts;

-- What speakers tell: material that stands, and some that was taken away.
insert into speaker_profiles (event_id, participant_id, province_code, biodata, changed_by, changed_at)
  select event, pg_temp.id('1', owner), province, 'Biodata ' || province, 'contoh', '2022-07-25' from parties;
insert into session_materials (event_id, id, session_id, participant_id, province_code, title, url, added_at, removed_at, removed_by)
  select event, pg_temp.id(kind, owner), pg_temp.id('5', right(event::text, 3)), pg_temp.id('1', owner), province, 'Materi ' || province, 'https://materi.id/' || province, '2022-07-25',
    case when kind = '16' then '2022-07-26'::timestamptz end, case when kind = '16' then 'contoh' end
    from parties, unnest(array['15', '16']) kind;

-- What was looked at in the agenda and left as it is.
insert into agenda_warnings_ignored (event_id, id, session_id, changed_by, changed_at)
  select event, pg_temp.id('15', owner), pg_temp.id('5', owner), 'contoh', '2022-07-22' from hosts;

-- Of each agenda what was published, in Jambi twice: there the session moved, and another one fell out.
insert into agenda_versions (event_id, number, published_at, published_by, note, sessions)
  select s.event_id, 1, '2022-07-25 09:05+07', 'contoh', 'Menunggu kepastian narasumber.', jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'title', s.title,
    'room', s.room, 'dress_code', s.dress_code, 'starts_at', s.starts_at - interval '30 minutes', 'ends_at', s.ends_at, 'goals', s.goals, 'leaders', jsonb '[]') order by s.starts_at)
    from sessions s group by s.event_id;
insert into agenda_versions (event_id, number, follows, published_at, published_by, sessions)
  select s.event_id, 2, 1, '2022-07-30 16:00+07', 'Operator Jambi', jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'title', s.title,
    'room', 'Aula', 'dress_code', s.dress_code, 'starts_at', s.starts_at, 'ends_at', s.ends_at, 'goals', s.goals, 'leaders', jsonb '[]',
    'moderators', jsonb_build_array(jsonb_build_object('id', pg_temp.id('1', 'e15'), 'name', 'Peserta 15', 'kind', 'peserta')),
    'presentations', (select coalesce(jsonb_agg(jsonb_build_object('library', t.library_id, 'label', t.label, 'minutes', t.minutes) order by t.position), '[]')
                        from session_slots t where t.event_id = s.event_id and t.session_id = s.id and t.removed_at is null)) order by s.starts_at)
    from sessions s where s.event_id = pg_temp.id('', 'e15') and s.removed_at is null group by s.event_id;

insert into agenda_told select distinct on (event_id, s ->> 'id') event_id, (s ->> 'id')::uuid, (s ->> 'starts_at')::timestamptz, (s ->> 'ends_at')::timestamptz
  from agenda_versions, jsonb_array_elements(sessions) s order by event_id, s ->> 'id', number desc;

-- Attendance.
insert into attendance_marks (marker, id, event_id, session_id, participant_id, province_code, state, device_time, received_at, effective_at, time_doubtful, source, sent_by, outcome)
  select pg_temp.id('', 'f15'), pg_temp.id('3', owner), event, pg_temp.id('5', right(event::text, 3)), pg_temp.id('1', owner), province, 'present',
    '2022-08-02T08:31:00+07:00', '2022-08-02T08:31:00+07:00', '2022-08-02T08:31:00+07:00', false, 'tap', pg_temp.id('', 'f15'), 'stored' from parties;
insert into attendance_decisions (event_id, id, session_id, participant_id, province_code, state, decided_by, decided_at)
  select event, pg_temp.id('4', owner), pg_temp.id('5', right(event::text, 3)), pg_temp.id('1', owner), province, 'present', pg_temp.id('', 'a15'), '2022-08-02T09:00:00+07:00' from parties;
insert into attendance_states (event_id, session_id, participant_id, province_code, state, effective_at, mark_id, marker)
  select event, pg_temp.id('5', right(event::text, 3)), pg_temp.id('1', owner), province, 'present', '2022-08-02T08:31:00+07:00', pg_temp.id('3', owner), pg_temp.id('', 'f15') from parties;
insert into attendance_devices (event_id, account_id, device, heard_at, unsent, unsent_since)
  select event, pg_temp.id('', 'f15'), 'ponsel contoh', '2022-08-02T08:40:00+07:00', 3, '2022-08-02T08:35:00+07:00' from hosts;

-- Papers: one that is there, with the job that made it; a badge's word; a sheet's lines.
insert into jobs (id, kind, payload, asked_at, actor_name, run_at, role, province_code, events, done_at)
  select pg_temp.id('12', owner), 'paper', '{}', '2022-08-01', 'contoh', '2022-08-01', 'scope_province', province, array[event], '2022-08-01' from parties;
insert into papers (event_id, id, province_code, kind, choices, job_id, made_by, asked_at, file, pages, people)
  select event, pg_temp.id('11', owner), province, 'participant_list',
    '{"kinds": ["peserta"], "province": null, "order": "name", "letterhead": "province", "paper": "A4", "signer": "blank", "with_phone": false, "badge_size": "large", "sheets": [], "blank_forms": 0}',
    pg_temp.id('12', owner), 'contoh', '2022-08-01', '%PDF-1.7', 1, 1 from parties;
insert into badge_tokens (event_id, participant_id, province_code, token) select event, pg_temp.id('1', owner), province, lpad(upper(owner), 20, '0') from parties;
insert into attendance_sheets (event_id, code, province_code, day, session_id, people, page_ends, first_printed_at)
  select event, lpad(upper(owner), 6, '0'), province, '2022-08-02', pg_temp.id('5', right(event::text, 3)), array[pg_temp.id('1', owner)], '{11}', '2022-08-01' from parties;
insert into sheet_entries (event_id, code, session_id, line, participant_id, province_code, sign, entered_by, entered_at)
  select event, lpad(upper(owner), 6, '0'), pg_temp.id('5', right(event::text, 3)), 1, pg_temp.id('1', owner), province, 'empty', pg_temp.id('', 'f15'), '2022-08-02T12:00:00+07:00' from parties;
insert into sheet_differences_accepted (event_id, session_id, participant_id, province_code, signed, reason, accepted_by, accepted_at)
  select event, pg_temp.id('5', right(event::text, 3)), pg_temp.id('1', owner), province, false, 'lupa tanda tangan', pg_temp.id('', 'f15'), '2022-08-02T12:05:00+07:00' from parties;
insert into sheet_photos (event_id, id, code, page, file, small, taken_by, received_at)
  select event, pg_temp.id('13', owner), lpad(upper(owner), 6, '0'), 1, picture, picture, pg_temp.id('', 'f15'), '2022-08-02T12:10:00+07:00'
  from parties, decode('/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/wAALCABgAEgBAREA/8QAGQABAQEBAQEAAAAAAAAAAAAAAAIDAQQF/8QAMxAAAQICBwcBCAMBAAAAAAAAAQACAxESE1JTkZLRBBUhYYGh4VQUIlFjcZOi8DFiwbH/2gAIAQEAAD8A+pGitgQnRHAkD4Ly71gWImA1TesCxEwGqb1gWImA1TesCxEwGqb1gWImA1TesCxEwGqb1gWImA1Xo2faGbTDL2BwAMuKuJDbFYWPE2n+QvJ7Lsdy/K9PZdjuX5Xp7Lsdy/K9U3Y9keZCC7rSH/VW79luvyOqbv2W6/I6pu/Zbr8jqtoMGHAaWw20QTP+ZqyJjgSOYWNbD9SMzUrYfqRmalbD9SMzUrYfqRmatKJvHdtEom8d20Sibx3bRUAQOJJ+qGcuBAPNTKJabl8pKJabl8pKJabl8pKJabl8pKJabl8pKJabl8pKJabl8qhOXvEE8hJDOXAAnmsaltxB/eiVLbiD+9EqW3EH96JUtuIP70VtaWCTIbGj4Ay/xdnEstzeEnEstzeFQnL3gAeRmhMhwBPILGrFiN9w6pVixG+4dUqxYjfcOqVYsRvuHVda2iZhkXq+f+q6Ru3dtUpG7d21VAkjiCPqhMhMz6BY8b2NkGicb2NkGicb2NkGicb2NkGicb2NkGi0DwAB7550TolYPg7KVQIcJifUSQkATJAHNY03X8HL5Sm6/g5fKU3X8HL5WlZDttxSsh224pWQ7bcUrIdtuKoODhNpBHJFE41hmc6JONYZnOiTjWGZzoqaXEe+ADyM11ERCARIgEc1jw9McG6pw9McG6pw9McG6rrQ0mR2ejzIbqrq4dhuCVcOw3BKuHYbgqDQ0SaAByQiYkZ9CsaUP52D0pQ/nYPSlD+dg9KUP52D1oGNIBm/j/YpVj4uzFKsfF2YqgA0SE+pmhExwJHMKaJvHdtEom8d20Sibx3bRKJvHdtEom8d20Sibx3bRKJvHdtFQBA4kn6r/9k=', 'base64') picture;

-- What libraries have done.
insert into achievements (event_id, id, province_code, library_id, library_name, visits_before, visits_after, visits_period, service_activities, service_people,
                          service_topics, community_activities, community_people, community_topics, challenges, solutions, testimony, testimony_by, testimony_consent, changed_by, changed_at)
  select event, pg_temp.id('17', owner), province, pg_temp.id('d', owner), 'Dinas ' || province, 1200, 5400, 'Juli 2020-Juni 2021 dan Juli 2021-Juni 2022', 14, 420,
         E'Jam buka sampai malam\nInternet gratis', 9, 131, 'Pelatihan membatik untuk ibu-ibu', 'Listrik sering padam', 'Genset pinjaman dari kantor desa',
         'Dulu saya menganggur, kini saya menjual batik.', 'Ibu Contoh', true, 'Peserta ' || province, '2022-07-28T09:00:00+07:00' from parties;

-- Personal links; their secrets are the owner's digits, filled up with zeros to 64.
insert into personal_links (event_id, id, participant_id, province_code, token_hash, code, made_by, made_at, expires_at)
  select event, pg_temp.id('8', owner), pg_temp.id('1', owner), province, sha256(lpad(owner, 64, '0')::bytea), '1234', 'contoh', '2022-07-20', '2023-08-01' from parties;
insert into personal_devices select pg_temp.id('8', owner), sha256('ponsel'), '2022-08-01' from parties;
insert into personal_failures select pg_temp.id('8', owner), '\x02', '2022-08-01' from parties;

-- Of each event a session whose check-in stands open, and a wrong code.
insert into check_in_codes (event_id, session_id, secret, kind, opened_by, opened_at)
  select event, pg_temp.id('5', owner), sha256('kode'), 'screen', 'contoh', '2022-08-02' from hosts;
insert into check_in_failures select event, pg_temp.id('1', owner), '2022-08-02' from parties;

-- The open link of each event, a draft that was begun and one that was sent, and what was tried. Tokens are the host's name,
-- filled up with a; a draft's secret is its event's letter, twenty times.
create temp view tokens as select h.*, left(replace(t.slug, '-', '') || 'aaaaaaaaaaaa', 12) as token,
    repeat(case h.owner when 'e15' then 'j' when 'e33' then 't' else 'b' end, 20) as secret
  from hosts h join tenants t on t.province_code = h.province;
insert into open_links (event_id, id, token, opens_at, closes_at, places, category_places, made_at)
  select event, pg_temp.id('3', owner), token, '2022-07-01', '2022-08-03', 10, '{"champion_village": 2}', '2022-07-01' from tokens;
insert into open_drafts (event_id, id, secret_hash, fields, started_at, saved_at)
  select event, pg_temp.id('ad', owner), sha256(secret::bytea), '{"full_name": "Calon Peserta", "sex": "P", "phone": "0812-3456-7890"}', '2022-08-01', '2022-08-01' from tokens;
insert into open_tries select event, '\x02', 'start', '2022-08-01' from hosts;
insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at, status, entry)
  select event, pg_temp.id('aa', owner), province, 'peserta', 'village_library', 'Perpustakaan Desa ' || province, 'Pendaftar ' || province, '2022-08-01', 'awaiting_approval', 'self' from parties;
insert into participant_details (event_id, participant_id, province_code, phone)
  select event, pg_temp.id('aa', owner), province, '+62813000000' || province from parties;
insert into open_drafts (event_id, id, secret_hash, fields, started_at, saved_at, sent_at)
  select event, pg_temp.id('aa', owner), sha256(('x' || secret)::bytea), '{}', '2022-08-01', '2022-08-01', '2022-08-01' from tokens;
insert into consents (event_id, id, participant_id, province_code, purpose, text_version, given, channel, recorded_by, at)
  select event, gen_random_uuid(), pg_temp.id('1', owner), province, 'photo', 1, true, 'own_page', 'peserta sendiri', '2022-08-01' from parties;
insert into message_texts (event_id, province_code, kind, body) select event, province, 'personal_link', 'Halaman Anda: {tautan} kode {kode}' from parties;
insert into link_guesses values ('\x02', '2022-08-01');

-- Invited libraries: one that has named somebody by its link, and one whose invitation was withdrawn. The links' secrets
-- are a d and the owner's digits, filled up with zeros to 64.
insert into delegations (event_id, id, province_code, library_id, library_name, library_kind, category, places, pic_name, pic_phone, invited_at)
  select event, pg_temp.id('1d', owner), province, pg_temp.id('d', owner), 'Dinas Perpustakaan ' || province, 'regency_office', 'regency_office', 3,
    'PIC ' || province, '+62812000011' || province, '2022-07-20' from parties;
insert into delegations (event_id, id, province_code, library_id, library_name, library_kind, category, places, invited_at, withdrawn_at)
  select event, pg_temp.id('2d', owner), province, pg_temp.id('e', owner), 'Perpustakaan lama ' || province, 'village_library', 'village_library', 1,
    '2022-07-20', '2022-07-21' from parties;
insert into delegation_links (event_id, id, delegation_id, province_code, token_hash, code, made_by, made_at)
  select event, pg_temp.id('1e', owner), pg_temp.id('1d', owner), province, sha256(lpad('d' || owner, 64, '0')::bytea), '1234', 'contoh', '2022-07-20' from parties;
insert into personal_devices select pg_temp.id('1e', owner), sha256('ponsel'), '2022-08-01' from parties;
insert into participants (event_id, id, province_code, kind, category, library_id, agency_name, full_name, sex, registered_at, entry, delegation_id, named_version)
  select event, pg_temp.id('1f', owner), province, 'peserta', 'regency_office', pg_temp.id('d', owner), 'Dinas ' || province, 'Utusan ' || province, 'P',
    '2022-07-21', 'invited', pg_temp.id('1d', owner), 1 from parties;
insert into participant_details (event_id, participant_id, province_code, phone, delegation_id)
  select event, pg_temp.id('1f', owner), province, '+62812000022' || province, pg_temp.id('1d', owner) from parties;

-- Notulen: a point, a challenge with its solution that goes to the Stakeholder Meeting, an entry and a remark that were removed.
insert into minute_entries (event_id, id, session_id, kind, body, answers, raised_by, escalated, position, writer_id, written_by, written_at, sent_hash, changed_by, changed_at, removed_at)
  select event, pg_temp.id(e.kind_of, owner), pg_temp.id('5', owner), e.kind, e.body, case when e.kind = 'solution' then pg_temp.id('34', owner) end,
         'Perpustakaan Desa ' || province, e.escalated, e.position, pg_temp.id('f', owner), 'Fasilitator ' || province, '2022-08-02 09:05+07', '\x00',
         'Fasilitator ' || province, '2022-08-02 09:05+07', e.removed_at
    from hosts, (values
      ('31', 'point', 'Capaian tahun ini dipaparkan.', false, 1, null::timestamptz),
      ('32', 'decision', 'Keputusan yang keliru dicatat.', false, 2, '2022-08-02 09:10+07'),
      ('34', 'challenge', 'Listrik padam setiap sore.', true, 3, null),
      ('35', 'solution', 'Genset dipinjam dari kantor desa.', true, 4, null)) e (kind_of, kind, body, escalated, position, removed_at);
insert into minute_comments (event_id, id, session_id, body, writer_id, written_by, written_at, removed_at)
  select event, pg_temp.id(c.kind_of, owner), pg_temp.id('5', owner), 'Catat juga siapa yang menindaklanjuti.', pg_temp.id('f', owner), 'Fasilitator ' || province,
         '2022-08-02 09:20+07', c.removed_at
    from hosts, (values ('31', null::timestamptz), ('32', '2022-08-02 09:21+07')) c (kind_of, removed_at);

-- Evaluasi: eight have answered, one of those who have is named; one text is hidden, and three answers are not told yet.
insert into evaluation_given (event_id, participant_id, province_code) select event, pg_temp.id('9', owner), province from parties;
insert into evaluation_answers (event_id, id, answers, counted, hidden)
  select event, pg_temp.id('3' || n, owner), jsonb_build_object('material', 3 + n % 3, 'facilitators', 5 - n % 2, 'time', 1 + n % 5, 'venue', 4, 'usefulness', 5,
           'suggestion', case n when 1 then 'Tambah waktu tanya jawab untuk perpustakaan desa.' when 2 then 'Kata yang kasar.' when 4 then 'Sudah baik.' else '' end), n <= 5, n = 2
    from hosts, generate_series(1, 8) n;
