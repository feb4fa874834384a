-- Whom to call at an office. A person's name and number, so a table of its own: the agency's row is public, this one is
-- read by the office itself and by the nation.
create table office_contacts (
  province_code text primary key references tenants,
  full_name text not null default '' check (length(full_name) <= 120),
  position text not null default '' check (length(position) <= 160),
  phone text not null default '' check (length(phone) <= 20)
);
alter table office_contacts enable row level security;
alter table office_contacts force row level security;
create policy province_owns on office_contacts to scope_province using (province_code = (select app_province()));
create policy national_reads on office_contacts for select to scope_national using (true);
grant select, insert, update on office_contacts to scope_province;
grant select on office_contacts to scope_national;
