-- Tenants, accounts, sign-in and the audit log, and the settings that every policy reads.
--
-- The roles (scope_*, sejawat_*) belong to the cluster and stand in src/db/roles.sql.
-- Nothing is callable or readable unless it is granted by name.
alter default privileges revoke execute on functions from public;
grant usage on schema public to scope_province, scope_assignment, scope_person, scope_national, scope_public,
  scope_system, sejawat_app, sejawat_keeper;
alter default privileges grant select, insert, update, delete on tables to sejawat_keeper;

-- What a transaction may see travels in its local settings; nothing set means nothing seen.
create function app_actor() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.actor', true), '')::uuid $$;
create function app_province() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('app.province', true), '') $$;
create function app_events() returns uuid[] language sql stable parallel safe
  as $$ select nullif(current_setting('app.events', true), '')::uuid[] $$;
create function app_hosted() returns uuid[] language sql stable parallel safe
  as $$ select nullif(current_setting('app.hosted', true), '')::uuid[] $$;
create function app_person() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.person', true), '')::uuid $$;
grant execute on function app_actor(), app_province(), app_events(), app_hosted(), app_person()
  to scope_province, scope_assignment, scope_person, scope_national, scope_public, scope_system;

-- Facts about this installation, such as the demo's programme clock.
create table installation (
  only_row boolean primary key default true check (only_row),
  demo_seeded_at timestamptz,
  demo_programme_start timestamptz,
  check ((demo_seeded_at is null) = (demo_programme_start is null))
);
insert into installation default values;
grant select, update on installation to scope_system;

-- A tenant organises events: a province's office, or Perpusnas itself (code 00).
create table tenants (
  province_code text primary key check (province_code ~ '^[0-9]{2}$'),
  slug text not null unique check (slug ~ '^[a-z]+(-[a-z]+)*$' and slug not in ('tugas', 'nasional', 'masuk', 'keluar', 'akun', 'aset', 'undangan', 'setel-sandi', 'peserta', 'saya')),
  province_name text not null,
  zone text not null check (zone in ('WIB', 'WITA', 'WIT')),
  official_name text not null check (length(official_name) between 3 and 200),
  short_name text not null check (length(short_name) between 2 and 60),
  address text not null default '' check (length(address) <= 300),
  city text not null default '' check (length(city) <= 100),
  phone text not null default '' check (length(phone) <= 40),
  email text not null default '' check (length(email) <= 200),
  website text not null default '' check (length(website) <= 200),
  paper text not null default 'A4' check (paper in ('A4', 'F4')),
  letter_number_pattern text not null default '' check (length(letter_number_pattern) <= 100),
  data_origin text not null default 'real' check (data_origin in ('real', 'derived', 'synthetic')),
  source text not null default '',
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  version integer not null default 1
);
alter table tenants enable row level security;
alter table tenants force row level security;
-- The name of an agency is public; only the agency itself changes it.
create policy everyone_reads on tenants for select using (true);
create policy province_writes on tenants for update to scope_province using (province_code = (select app_province()));
create policy national_adds on tenants for insert to scope_national with check (true);
grant select on tenants to scope_province, scope_assignment, scope_person, scope_national, scope_public, scope_system;
grant update on tenants to scope_province;
grant insert on tenants to scope_national;

-- Who signs a tenant's documents.
create table tenant_signers (
  province_code text not null references tenants,
  id uuid not null,
  full_name text not null check (length(full_name) between 1 and 120),
  title_prefix text not null default '' check (length(title_prefix) <= 40),
  title_suffix text not null default '' check (length(title_suffix) <= 80),
  position text not null check (length(position) between 2 and 200),
  acting_status text not null default 'definitif' check (acting_status in ('definitif', 'plt', 'plh', 'pj')),
  nip text not null default '' check (nip ~ '^([0-9]{18})?$'),
  removed_at timestamptz,
  changed_by text not null default '',
  changed_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (province_code, id)
);
alter table tenant_signers enable row level security;
alter table tenant_signers force row level security;
create policy province_owns on tenant_signers to scope_province using (province_code = (select app_province()));
grant select, insert, update on tenant_signers to scope_province;

-- People who can sign in.
create table accounts (
  id uuid primary key,
  email text not null check (length(email) between 3 and 200 and email = lower(email)),
  full_name text not null check (length(full_name) between 1 and 120),
  phone text not null default '' check (length(phone) <= 20),
  password_hash text,
  disabled_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1,
  constraint accounts_email_key unique (email)
);
alter table accounts enable row level security;
alter table accounts force row level security;
create policy system_all on accounts to scope_system using (true);
grant select, insert, update on accounts to scope_system;

-- Which account holds which role, where, and since when. A grant counts once accepted.
create table role_grants (
  id uuid primary key,
  account_id uuid not null references accounts,
  role text not null check (role in ('national_coordinator', 'province_admin', 'province_operator', 'facilitator', 'consultant')),
  province_code text references tenants,
  event_id uuid,
  -- As the inviter typed them; what an existing account says is not shown before it accepts.
  invited_name text not null default '' check (length(invited_name) <= 120),
  invited_phone text not null default '' check (length(invited_phone) <= 20),
  granted_by uuid,
  granted_at timestamptz not null,
  accepted_at timestamptz,
  ends_at timestamptz,
  revoked_at timestamptz,
  constraint role_grants_place check (
    (role = 'national_coordinator' and province_code is null and event_id is null)
    or (role in ('province_admin', 'province_operator', 'consultant') and province_code is not null and event_id is null)
    or (role = 'facilitator' and province_code is not null and event_id is not null))
);
create unique index role_grants_once on role_grants (account_id, role, coalesce(province_code, ''), coalesce(event_id, '00000000-0000-0000-0000-000000000000')) where revoked_at is null;
create index role_grants_by_province on role_grants (province_code, account_id);
alter table role_grants enable row level security;
alter table role_grants force row level security;
create policy system_all on role_grants to scope_system using (true);
grant select, insert, update on role_grants to scope_system;

-- Sign-ins. Only a hash of the cookie's token is kept.
create table logins (
  id uuid primary key,
  token_hash bytea not null unique,
  account_id uuid not null references accounts,
  device text not null check (length(device) <= 200),
  started_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index logins_by_account on logins (account_id, started_at desc);
alter table logins enable row level security;
alter table logins force row level security;
create policy system_all on logins to scope_system using (true);
grant select, insert, update on logins to scope_system;

-- One-time links: invitation or password reset. The token itself is never stored.
create table one_time_links (
  id uuid primary key,
  token_hash bytea not null unique,
  purpose text not null check (purpose in ('invitation', 'password_reset')),
  account_id uuid not null references accounts,
  grant_id uuid references role_grants,
  made_by uuid,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index one_time_links_by_account on one_time_links (account_id, made_at desc);
alter table one_time_links enable row level security;
alter table one_time_links force row level security;
create policy system_all on one_time_links to scope_system using (true);
grant select, insert, update on one_time_links to scope_system;

-- Failed sign-ins, counted per account and device: a whole meeting hall shares one address, and somebody who
-- guesses at another's account must not lock that person's own device out.
create table sign_in_failures (
  id uuid primary key,
  account_key bytea not null,
  device_key bytea not null,
  failed_at timestamptz not null
);
create index sign_in_failures_recent on sign_in_failures (account_key, failed_at);
create table known_devices (
  account_id uuid not null references accounts,
  device_key bytea not null,
  known_since timestamptz not null,
  primary key (account_id, device_key)
);
alter table sign_in_failures enable row level security;
alter table sign_in_failures force row level security;
alter table known_devices enable row level security;
alter table known_devices force row level security;
create policy system_all on sign_in_failures to scope_system using (true);
create policy system_all on known_devices to scope_system using (true);
grant select, insert, delete on sign_in_failures to scope_system;
grant select, insert on known_devices to scope_system;

-- Every change, once, for ever: nobody may update or delete a row.
create table audit_log (
  id uuid primary key,
  at timestamptz not null,
  actor uuid,
  actor_name text not null,
  scope text not null,
  province_code text,
  event_id uuid,
  action text not null,
  subject uuid,
  before jsonb,
  after jsonb,
  request_id text not null default ''
);
create index audit_log_by_event on audit_log (event_id, at desc);
create index audit_log_by_province on audit_log (province_code, at desc);
alter table audit_log enable row level security;
alter table audit_log force row level security;
create policy province_writes on audit_log for insert to scope_province with check (province_code = (select app_province()) and actor is not distinct from (select app_actor()));
create policy province_reads on audit_log for select to scope_province using (province_code = (select app_province()));
create policy assignment_writes on audit_log for insert to scope_assignment with check (event_id = any((select app_events())::uuid[]) and actor is not distinct from (select app_actor()));
create policy person_writes on audit_log for insert to scope_person with check (event_id = any((select app_events())::uuid[]));
create policy national_writes on audit_log for insert to scope_national with check (actor is not distinct from (select app_actor()));
create policy national_reads on audit_log for select to scope_national using (scope = 'national');
create policy system_writes on audit_log for insert to scope_system with check (true);
grant insert on audit_log to scope_province, scope_assignment, scope_person, scope_national, scope_system;
grant select on audit_log to scope_province, scope_national;
