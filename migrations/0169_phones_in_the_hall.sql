-- What phones in the hall said of themselves when they were last heard of: how many marks they still hold, and since when.
create table attendance_devices (
  event_id uuid not null references events,
  account_id uuid not null references accounts,
  device text not null check (length(device) between 1 and 100),
  heard_at timestamptz not null,
  unsent integer not null check (unsent between 0 and 100000),
  unsent_since timestamptz,
  primary key (event_id, account_id, device),
  check (unsent > 0 or unsent_since is null)
);
alter table attendance_devices enable row level security;
alter table attendance_devices force row level security;
create policy host_reads on attendance_devices for select to scope_province using (event_id in (select unnest(app_hosted())));
create policy host_reports on attendance_devices for insert to scope_province
  with check (event_id in (select unnest(app_hosted())) and account_id = (select app_actor()));
create policy host_reports_again on attendance_devices for update to scope_province
  using (event_id in (select unnest(app_hosted())) and account_id = (select app_actor()));
create policy assignment_owns on attendance_devices to scope_assignment
  using (event_id in (select unnest(app_events())) and account_id = (select app_actor()));
grant select, insert, update on attendance_devices to scope_province, scope_assignment;
