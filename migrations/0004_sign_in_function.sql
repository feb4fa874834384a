-- The one thing the program may call before it takes a role: who is asking, and what of this URL is theirs.
-- It answers null when nobody is signed in, so that the hot path of every request is one round trip.
create function resolve_request(p_token bytea, p_now timestamptz, p_slug text, p_event uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  who record;
  grants jsonb;
  office_code text;
  office jsonb;
  hosted uuid[] := '{}';
  visiting uuid[] := '{}';
  assigned uuid[] := '{}';
  event jsonb;
begin
  select l.id as login_id, l.account_id, l.seen_at, a.full_name, a.email into who
    from logins l join accounts a on a.id = l.account_id
   where l.token_hash = p_token and l.ended_at is null and l.expires_at > p_now and a.disabled_at is null;
  if not found then return null; end if;
  if who.seen_at < p_now - interval '5 minutes' then
    update logins set seen_at = p_now where id = who.login_id;
  end if;

  select coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'province', g.province_code, 'event', g.event_id,
           'slug', t.slug, 'province_name', t.province_name) order by t.province_name), '[]')
    into grants
    from role_grants g left join tenants t using (province_code)
   where g.account_id = who.account_id and g.accepted_at is not null and g.revoked_at is null
     and (g.ends_at is null or g.ends_at > p_now);

  if p_slug is not null then
    select province_code, jsonb_build_object('province', province_code, 'name', province_name, 'slug', slug,
                                             'zone', zone, 'short_name', short_name)
      into office_code, office from tenants where slug = p_slug;
    if found then
      select coalesce(array_agg(event_id) filter (where part = 'host'), '{}'),
             coalesce(array_agg(event_id) filter (where part = 'guest'), '{}')
        into hosted, visiting
        from event_provinces
       where province_code = office_code and (p_event is null or event_id = p_event);
    end if;
  else
    select coalesce(array_agg(distinct ep.event_id), '{}') into assigned
      from event_provinces ep
      join role_grants g on (g.role = 'facilitator' and g.event_id = ep.event_id)
                         or (g.role = 'consultant' and g.province_code = ep.province_code)
     where g.account_id = who.account_id and g.accepted_at is not null and g.revoked_at is null
       and (g.ends_at is null or g.ends_at > p_now) and (p_event is null or ep.event_id = p_event);
  end if;

  if p_event is not null then
    select jsonb_build_object('id', e.id, 'title', e.title, 'host', e.host_province, 'host_slug', t.slug, 'zone', e.zone,
             'starts_on', e.starts_on, 'ends_on', e.ends_on, 'edition', e.edition_id,
             'programme_starts_on', e.programme_starts_on, 'programme_ends_on', e.programme_ends_on)
      into event from events e join tenants t on t.province_code = e.host_province where e.id = p_event;
  end if;

  return jsonb_build_object('login', who.login_id, 'account', who.account_id, 'name', who.full_name, 'email', who.email,
    'grants', grants,
    'office', office,
    'hosted', to_jsonb(hosted), 'visiting', to_jsonb(visiting), 'assigned', to_jsonb(assigned), 'event', event);
end $$;

-- Owned by a role that row-level security lets see sign-in tables, never by a superuser.
grant create on schema public to scope_system;
alter function resolve_request(bytea, timestamptz, text, uuid) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function resolve_request(bytea, timestamptz, text, uuid) from public;
grant execute on function resolve_request(bytea, timestamptz, text, uuid) to sejawat_app;

-- Which migration is the newest: asked at start-up and by /readyz, before there is a scope.
create function schema_version() returns bigint language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select max(version) from public._sqlx_migrations where success $$;
revoke execute on function schema_version() from public;
grant execute on function schema_version() to sejawat_app;
