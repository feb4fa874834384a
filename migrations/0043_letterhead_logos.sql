-- The emblem at the left of an agency's letterhead, drawn anew from what was sent: a PNG of ours. A removed one stays, to
-- be brought back.
create table tenant_logos (
  province_code text primary key references tenants,
  file bytea not null check (octet_length(file) between 50 and 2000000),
  removed_at timestamptz,
  changed_by text not null,
  changed_at timestamptz not null
);
alter table tenant_logos enable row level security;
alter table tenant_logos force row level security;
create policy province_owns on tenant_logos to scope_province using (province_code = (select app_province()));
grant select, insert, update on tenant_logos to scope_province;
