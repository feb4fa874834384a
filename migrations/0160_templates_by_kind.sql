-- A template knows for which kind of meeting it is.
alter table agenda_template_sessions
  add column event_kind text not null default 'plm' check (event_kind in ('plm', 'shm'));
-- The kind of the event from whose agenda it was kept.
alter table agenda_patterns
  add column event_kind text not null default 'plm' check (event_kind in ('plm', 'shm', 'other'));
