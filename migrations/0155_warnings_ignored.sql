-- What an office has looked at in its agenda and leaves as it is.

create table agenda_warnings_ignored (
  event_id uuid not null references events (id),
  -- Made of what the warning is about: about another session, room or person it is another one.
  id uuid not null,
  -- The first session that it is about.
  session_id uuid not null,
  ignored boolean not null default true,
  changed_by text not null default '',
  changed_at timestamptz not null,
  primary key (event_id, id),
  foreign key (event_id, session_id) references sessions (event_id, id)
);
create index agenda_warnings_ignored_by_session on agenda_warnings_ignored (event_id, session_id);

alter table agenda_warnings_ignored enable row level security;
alter table agenda_warnings_ignored force row level security;
create policy host_writes on agenda_warnings_ignored to scope_province using (event_id in (select unnest(app_hosted())));
grant select, insert, update on agenda_warnings_ignored to scope_province;
