-- Searches of the people list that are kept under a name: an office's for all its people, or one person's own there.
create table saved_filters (
  province_code text not null references tenants,
  id uuid not null,
  -- Whose own it is; nobody's own is the office's.
  account_id uuid,
  name text not null check (length(name) between 1 and 40),
  -- The query of the list's URL.
  query text not null check (length(query) between 1 and 600),
  removed_at timestamptz,
  made_by text not null,
  made_at timestamptz not null,
  primary key (province_code, id)
);
-- One name once, each for itself and for the office.
create unique index saved_filters_name_key on saved_filters
  (province_code, coalesce(account_id, '00000000-0000-0000-0000-000000000000'), lower(name)) where removed_at is null;
alter table saved_filters enable row level security;
alter table saved_filters force row level security;
create policy office_and_self on saved_filters to scope_province
  using (province_code = (select app_province()) and (account_id is null or account_id = (select app_actor())));
grant select, insert, update on saved_filters to scope_province;
-- The list in the order of registration.
create index participants_by_registration on participants (event_id, registered_at desc);
