-- The rundown is a paper like the others.
alter table papers drop constraint papers_kind_check,
  add constraint papers_kind_check check (kind in ('participant_list', 'attendance_sheet', 'badges', 'table_signs', 'biodata', 'rundown'));
