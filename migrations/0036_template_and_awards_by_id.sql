-- The agenda template and the award categories of an edition are changed row by row: each row gets an id, a version for
-- stale forms, and stays when it is removed, so that it can be brought back. A copied edition gets rows of its own.
alter table agenda_template_sessions
  drop constraint agenda_template_sessions_pkey,
  add column id uuid not null default gen_random_uuid(),
  add column version integer not null default 1,
  add column removed_at timestamptz,
  add column changed_by text not null default '',
  add column changed_at timestamptz not null default now(),
  alter column position set default 0,
  add constraint agenda_template_sessions_room check (length(room) <= 100),
  add primary key (edition_id, id);
alter table edition_award_categories
  drop constraint edition_award_categories_pkey,
  add column id uuid not null default gen_random_uuid(),
  add column version integer not null default 1,
  add column removed_at timestamptz,
  add column changed_by text not null default '',
  add column changed_at timestamptz not null default now(),
  add primary key (edition_id, id);
