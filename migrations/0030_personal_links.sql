-- A participant's own page, by a personal link without an account. The link is a secret: only its hash is kept. A new
-- browser must also know the last four digits of the person's telephone, or the code that the office reads out.

create table personal_links (
  event_id uuid not null,
  id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  token_hash bytea not null unique,
  code text not null check (code ~ '^[0-9]{4}$'),
  made_by text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (event_id, id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code)
);
create index personal_links_by_person on personal_links (event_id, participant_id, made_at desc);
-- One link counts at a time.
create unique index personal_links_one on personal_links (event_id, participant_id) where revoked_at is null;

create table personal_devices (
  link_id uuid not null,
  device_hash bytea not null,
  known_since timestamptz not null,
  primary key (link_id, device_hash)
);
create table personal_failures (
  link_id uuid not null,
  device_hash bytea not null,
  failed_at timestamptz not null
);
create index personal_failures_recent on personal_failures (link_id, failed_at);

alter table personal_links enable row level security;
alter table personal_links force row level security;
create policy owner_and_host on personal_links to scope_province
  using (event_id = any((select app_events())::uuid[]) and (province_code = (select app_province()) or event_id = any((select app_hosted())::uuid[])));
create policy system_reads on personal_links for select to scope_system using (true);
grant select, insert, update on personal_links to scope_province;
grant select on personal_links to scope_system;
alter table personal_devices enable row level security;
alter table personal_devices force row level security;
alter table personal_failures enable row level security;
alter table personal_failures force row level security;
create policy system_all on personal_devices to scope_system using (true);
create policy system_all on personal_failures to scope_system using (true);
grant select, insert on personal_devices, personal_failures to scope_system;
-- The functions below read a person's telephone and status as scope_system; the program's own statements never do.
create policy system_reads on participants for select to scope_system using (true);
create policy system_reads on participant_details for select to scope_system using (true);
grant select (event_id, id, status) on participants to scope_system;
grant select (event_id, participant_id, phone) on participant_details to scope_system;

-- Whose link this is, and whether this device has shown that it may use it. Null when the link does not count: unknown,
-- revoked, expired, or its person replaced or cancelled.
create function resolve_personal_link(p_token bytea, p_device bytea, p_now timestamptz) returns jsonb
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select jsonb_build_object('link', l.id, 'event', l.event_id, 'person', l.participant_id,
           'known', exists (select from personal_devices d where d.link_id = l.id and d.device_hash = p_device),
           'title', e.title, 'venue', e.venue, 'city', e.city, 'zone', e.zone,
           'starts_on', e.programme_starts_on, 'ends_on', e.programme_ends_on)
    from personal_links l
    join events e on e.id = l.event_id
    join participants p on p.event_id = l.event_id and p.id = l.participant_id
   where l.token_hash = p_token and l.revoked_at is null and l.expires_at > p_now
     and p.status not in ('replaced', 'cancelled', 'declined')
$$;

-- Opens a link for a device that knows the code: 'open', 'wrong', 'wait' (too many failures), or null (no such link).
create function open_personal_link(p_token bytea, p_device bytea, p_code text, p_now timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  link record;
  failures bigint;
begin
  select l.id, l.code, right(d.phone, 4) as tail into link
    from personal_links l
    left join participant_details d on d.event_id = l.event_id and d.participant_id = l.participant_id
   where l.token_hash = p_token and l.revoked_at is null and l.expires_at > p_now;
  if not found then return null; end if;
  perform pg_advisory_xact_lock(hashtextextended(link.id::text, 2));
  select count(*) into failures from personal_failures where link_id = link.id and failed_at > p_now - interval '15 minutes';
  if failures >= 10 then return 'wait'; end if;
  if p_code = link.code or (length(link.tail) = 4 and p_code = link.tail) then
    insert into personal_devices values (link.id, p_device, p_now) on conflict do nothing;
    return 'open';
  end if;
  insert into personal_failures values (link.id, p_device, p_now);
  return 'wrong';
end $$;

grant create on schema public to scope_system;
alter function resolve_personal_link(bytea, bytea, timestamptz) owner to scope_system;
alter function open_personal_link(bytea, bytea, text, timestamptz) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function resolve_personal_link(bytea, bytea, timestamptz), open_personal_link(bytea, bytea, text, timestamptz) from public;
grant execute on function resolve_personal_link(bytea, bytea, timestamptz), open_personal_link(bytea, bytea, text, timestamptz) to sejawat_app;
