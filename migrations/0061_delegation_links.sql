-- The PIC's way in, without an account: one secret link per invited library. Only its hash is kept; a new browser also
-- shows the last four digits of the PIC's telephone, or the code that the office reads out.
create table delegation_links (
  event_id uuid not null,
  id uuid not null,
  delegation_id uuid not null,
  province_code text not null,
  token_hash bytea not null unique,
  code text not null check (code ~ '^[0-9]{4}$'),
  made_by text not null,
  made_at timestamptz not null,
  revoked_at timestamptz,
  primary key (event_id, id),
  foreign key (event_id, delegation_id, province_code) references delegations (event_id, id, province_code)
);
-- One link counts at a time.
create unique index delegation_links_one on delegation_links (event_id, delegation_id) where revoked_at is null;

alter table delegation_links enable row level security;
alter table delegation_links force row level security;
create policy owner_and_host on delegation_links for select to scope_province
  using (event_id in (select unnest(app_events())) and (province_code = (select app_province()) or event_id in (select unnest(app_hosted()))));
create policy owner_writes on delegation_links to scope_province
  using (event_id in (select unnest(app_events())) and province_code = (select app_province()));
create policy system_reads on delegation_links for select to scope_system using (true);
create policy system_reads on delegations for select to scope_system using (true);
-- The hash is written, and read by nobody.
grant select (event_id, id, delegation_id, province_code, code, made_by, made_at, revoked_at), update (revoked_at),
      insert (event_id, id, delegation_id, province_code, token_hash, code, made_by, made_at) on delegation_links to scope_province;
grant select on delegation_links to scope_system;
grant select (event_id, id, province_code, library_name, pic_phone, closes_on, withdrawn_at) on delegations to scope_system;

-- What every link does with a code that a new browser shows: 'open', 'wrong' or 'wait' (too many failures).
create function try_link_code(p_link uuid, p_device bytea, p_code text, p_codes text[], p_now timestamptz) returns text
language plpgsql volatile set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(p_link::text, 2));
  if (select count(*) from personal_failures where link_id = p_link and failed_at > p_now - interval '15 minutes') >= 10 then
    return 'wait';
  end if;
  if p_code = any(p_codes) and length(p_code) = 4 then
    insert into personal_devices values (p_link, p_device, p_now) on conflict do nothing;
    return 'open';
  end if;
  insert into personal_failures values (p_link, p_device, p_now);
  return 'wrong';
end $$;
grant execute on function try_link_code(uuid, bytea, text, text[], timestamptz) to scope_system;

create or replace function open_personal_link(p_token bytea, p_device bytea, p_code text, p_now timestamptz) returns text
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  select try_link_code(l.id, p_device, p_code, array[l.code, right(d.phone, 4)], p_now)
    from personal_links l
    left join participant_details d on d.event_id = l.event_id and d.participant_id = l.participant_id
   where l.token_hash = p_token and l.revoked_at is null and l.expires_at > p_now
$$;

-- Whose link this is, and whether this device has shown that it may use it. Null when the link does not count: unknown,
-- revoked, its invitation withdrawn, its event called off, or its names closed. `p_today` is the programme's time.
create function resolve_delegation_link(p_token bytea, p_device bytea, p_today timestamptz) returns jsonb
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select jsonb_build_object('link', l.id, 'event', l.event_id, 'delegation', l.delegation_id, 'province', d.province_code,
           'library', d.library_name,
           'known', exists (select from personal_devices v where v.link_id = l.id and v.device_hash = p_device),
           'title', e.title, 'venue', e.venue, 'city', e.city, 'zone', e.zone,
           'starts_on', e.programme_starts_on, 'ends_on', e.programme_ends_on,
           'closes_on', coalesce(d.closes_on, e.programme_starts_on))
    from delegation_links l
    join delegations d on d.event_id = l.event_id and d.id = l.delegation_id
    join events e on e.id = l.event_id
   where l.token_hash = p_token and l.revoked_at is null and d.withdrawn_at is null and e.status <> 'cancelled'
     and coalesce(d.closes_on, e.programme_starts_on) >=
         (p_today at time zone case e.zone when 'WIB' then 'Asia/Jakarta' when 'WITA' then 'Asia/Makassar' else 'Asia/Jayapura' end)::date
$$;

-- Opens a link for a device that knows the code; null when there is no such link.
create function open_delegation_link(p_token bytea, p_device bytea, p_code text, p_now timestamptz) returns text
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  select try_link_code(l.id, p_device, p_code, array[l.code, right(d.pic_phone, 4)], p_now)
    from delegation_links l
    join delegations d on d.event_id = l.event_id and d.id = l.delegation_id
   where l.token_hash = p_token and l.revoked_at is null and d.withdrawn_at is null
$$;

grant create on schema public to scope_system;
alter function resolve_delegation_link(bytea, bytea, timestamptz) owner to scope_system;
alter function open_delegation_link(bytea, bytea, text, timestamptz) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function resolve_delegation_link(bytea, bytea, timestamptz), open_delegation_link(bytea, bytea, text, timestamptz) from public;
grant execute on function resolve_delegation_link(bytea, bytea, timestamptz), open_delegation_link(bytea, bytea, text, timestamptz) to sejawat_app;
