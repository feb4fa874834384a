-- A session's order of presentations can be taken back: what it was before it was changed at once, turn by turn, and which
-- version each turn had afterwards, so that whoever touches it later keeps their work.
create table session_slot_moves (
  event_id uuid not null,
  reorder_id uuid not null,
  slot_id uuid not null,
  session_id uuid not null,
  position integer not null,
  minutes integer not null,
  version integer not null,
  primary key (event_id, reorder_id, slot_id),
  foreign key (event_id, session_id) references sessions (event_id, id),
  foreign key (event_id, slot_id) references session_slots (event_id, id)
);
alter table session_slot_moves enable row level security;
alter table session_slot_moves force row level security;
create policy host_all on session_slot_moves to scope_province using (event_id in (select unnest(app_hosted())));
grant select, insert on session_slot_moves to scope_province;
