-- The final attendance list is a paper as well.
alter table papers drop constraint papers_kind_check;
alter table papers add constraint papers_kind_check
  check (kind in ('participant_list', 'attendance_sheet', 'badges', 'table_signs', 'biodata', 'rundown', 'final_attendance'));
