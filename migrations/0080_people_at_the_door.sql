-- Facilitators may add people at the door, where the event's host has said so.
alter table tenants add column facilitators_add_people boolean not null default false;

-- Whether an event's host lets facilitators add people. It looks with the eyes of who asks, at rows whose policies read
-- nothing but settings.
create function facilitators_add_people(p_event uuid) returns boolean language sql stable
as $$
  select coalesce((select t.facilitators_add_people from events e join tenants t on t.province_code = e.host_province where e.id = p_event), false)
$$;
grant execute on function facilitators_add_people(uuid) to scope_assignment;

-- Who comes unannounced, and who comes instead of somebody: registered, and nothing that an office decides.
create policy assignment_adds_at_the_door on participants for insert to scope_assignment
  with check (event_id in (select unnest(app_events())) and facilitators_add_people(event_id)
    and kind = 'peserta' and status = 'registered' and note = '' and account_id is null and import_id is null
    and (entry = 'walk_in' and replaces is null or entry = 'substitute' and replaces is not null));
-- Whose place it was is replaced; what was added at the door can be taken back, and nobody else cancelled.
create policy assignment_replaces_at_the_door on participants for update to scope_assignment
  using (event_id in (select unnest(app_events())) and facilitators_add_people(event_id)
    and kind = 'peserta' and status in ('invited', 'registered', 'confirmed', 'replaced'))
  with check (event_id in (select unnest(app_events())) and facilitators_add_people(event_id) and kind = 'peserta'
    and (status in ('invited', 'registered', 'confirmed', 'replaced') or status = 'cancelled' and entry in ('walk_in', 'substitute')));
grant insert, update (status, changed_by, changed_at, version) on participants to scope_assignment;
