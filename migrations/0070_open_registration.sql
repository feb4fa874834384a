-- Registration by an open link: one link per event counts at a time; what an applicant types is kept from the first field
-- on, and becomes a person who waits for the office.

-- Which open link a transaction was begun by.
create function app_open_link() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.open_link', true), '')::uuid $$;
grant execute on function app_open_link()
  to scope_province, scope_assignment, scope_person, scope_national, scope_public, scope_system;

-- The first words of new addresses are nobody's slug.
alter table tenants add constraint tenants_slug_is_no_page check (slug not in ('daftar', 'lanjut'));

-- An application can be refused, which is something else than not coming.
alter table participants drop constraint participants_status_check,
  add constraint participants_status_check check (status in ('invited', 'awaiting_approval', 'registered', 'confirmed', 'declined', 'refused', 'replaced', 'cancelled', 'merged'));

-- The link is meant to be passed on, so it is kept as it is and can be shown again. Times are the programme's.
create table open_links (
  event_id uuid not null references events (id),
  id uuid not null,
  token text not null unique check (token ~ '^[a-z2-7]{12}$'),
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  -- Closed by hand before its time.
  closed_at timestamptz,
  places integer not null check (places between 1 and 999),
  -- Places of single categories: {"village_library": 5}; a category that is not named has no limit of its own.
  category_places jsonb not null default '{}' check (jsonb_typeof(category_places) = 'object'),
  -- Another link has taken its place.
  revoked_at timestamptz,
  made_at timestamptz not null,
  version integer not null default 1,
  changed_by text not null default '',
  changed_at timestamptz,
  primary key (event_id, id),
  constraint open_links_times check (opens_at < closes_at)
);
-- One link counts at a time.
create unique index open_links_one on open_links (event_id) where revoked_at is null;

-- What somebody has typed so far. The id is the person's who comes of it; the secret that leads back to it is not stored.
create table open_drafts (
  event_id uuid not null references events (id),
  id uuid not null,
  secret_hash bytea not null constraint open_drafts_secret_key unique,
  fields jsonb not null check (length(fields::text) <= 8000),
  started_at timestamptz not null,
  saved_at timestamptz not null,
  sent_at timestamptz,
  primary key (event_id, id)
);
create index open_drafts_by_age on open_drafts (event_id, saved_at);

-- What was tried by a link, counted per device: a hall shares one address, and many phones come without a cookie.
create table open_tries (
  event_id uuid not null references events (id),
  device_hash bytea not null,
  kind text not null check (kind in ('start', 'send', 'robot')),
  tried_at timestamptz not null
);
create index open_tries_recent on open_tries (event_id, tried_at);

alter table open_links enable row level security;
alter table open_links force row level security;
create policy party_reads on open_links for select to scope_province using (event_id in (select unnest(app_events())));
create policy host_writes on open_links to scope_province using (event_id in (select unnest(app_hosted())));
create policy system_reads on open_links for select to scope_system using (true);
grant select, insert, update on open_links to scope_province;
grant select on open_links to scope_system;

alter table open_drafts enable row level security;
alter table open_drafts force row level security;
create policy applicant_owns on open_drafts to scope_public
  using (event_id in (select unnest(app_events())) and id = (select app_person()) and (select app_open_link()) is not null);
-- The office forgets old ones, and reads none.
create policy host_forgets on open_drafts for select to scope_province using (event_id in (select unnest(app_hosted())));
create policy host_deletes on open_drafts for delete to scope_province using (event_id in (select unnest(app_hosted())));
create policy system_reads on open_drafts for select to scope_system using (true);
grant select, insert, update on open_drafts to scope_public;
grant select (event_id, saved_at), delete on open_drafts to scope_province;
grant select (event_id, id, secret_hash, sent_at) on open_drafts to scope_system;

alter table open_tries enable row level security;
alter table open_tries force row level security;
create policy link_counts on open_tries to scope_public
  using (event_id in (select unnest(app_events())) and (select app_open_link()) is not null);
grant select, insert, delete on open_tries to scope_public;

-- What an applicant may do: become one awaiting person of that event, once. Of the others who came by the link only that
-- they are there is seen, for the places.
create policy applicant_adds on participants for insert to scope_public
  with check (event_id in (select unnest(app_events())) and id = (select app_person()) and (select app_open_link()) is not null
    and kind = 'peserta' and status = 'awaiting_approval' and entry = 'self' and replaces is null and account_id is null and import_id is null);
create policy applicant_counts on participants for select to scope_public
  using (event_id in (select unnest(app_events())) and (select app_open_link()) is not null and entry = 'self');
grant insert on participants to scope_public;
grant select (event_id, id, category, status, entry) on participants to scope_public;
create policy applicant_adds on participant_details for insert to scope_public
  with check (event_id in (select unnest(app_events())) and participant_id = (select app_person()) and (select app_open_link()) is not null);
grant insert on participant_details to scope_public;

-- The page of their own comes with it: its first link has the person's id, and this device is known.
create policy applicant_adds on personal_links for insert to scope_public
  with check (event_id in (select unnest(app_events())) and participant_id = (select app_person()) and id = (select app_person()) and (select app_open_link()) is not null);
grant insert on personal_links to scope_public;
create policy applicant_adds on personal_devices for insert to scope_public
  with check (link_id = (select app_person()) and (select app_open_link()) is not null);
grant insert on personal_devices to scope_public;

-- Names of libraries to choose from: of the host, and nothing else about them.
create policy applicant_reads on libraries for select to scope_public
  using (province_code = (select app_province()) and removed_at is null and (select app_open_link()) is not null);
grant select (province_code, id, name, removed_at) on libraries to scope_public;

create policy applicant_writes on audit_log for insert to scope_public
  with check (event_id in (select unnest(app_events())) and subject = (select app_person()) and actor is null and (select app_open_link()) is not null);
grant insert on audit_log to scope_public;

-- An open link and its event, by the link itself or by the secret of a draft that began with it; null when there is none.
-- The secret also tells which draft is the asker's.
create function resolve_open_link(p_token text, p_secret bytea) returns jsonb
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select jsonb_build_object('link', l.id, 'token', l.token, 'event', e.id, 'edition', e.edition_id, 'host', e.host_province,
           'title', e.title, 'venue', e.venue, 'city', e.city, 'zone', e.zone, 'starts_on', e.programme_starts_on,
           'ends_on', e.programme_ends_on, 'status', e.status, 'opens_at', l.opens_at, 'closes_at', l.closes_at,
           'is_closed', l.closed_at is not null, 'is_revoked', l.revoked_at is not null, 'places', l.places,
           'category_places', l.category_places, 'office', t.official_name, 'office_phone', t.phone,
           'provinces', (select jsonb_agg(jsonb_build_array(ep.province_code, g.province_name) order by ep.part <> 'host', g.province_name)
                           from event_provinces ep join tenants g on g.province_code = ep.province_code where ep.event_id = e.id),
           'draft', (select jsonb_build_object('id', d.id, 'is_sent', d.sent_at is not null)
                       from open_drafts d where d.secret_hash = p_secret and d.event_id = e.id))
    from open_links l
    join events e on e.id = l.event_id
    join tenants t on t.province_code = e.host_province
   where case when p_token is null
           then l.revoked_at is null and l.event_id = (select d.event_id from open_drafts d where d.secret_hash = p_secret)
           else l.token = p_token end
$$;
grant create on schema public to scope_system;
alter function resolve_open_link(text, bytea) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function resolve_open_link(text, bytea) from public;
grant execute on function resolve_open_link(text, bytea) to sejawat_app;
