-- What people may do to their own row by their link: correct their details, and say whether they will come.
alter table participants
  add column answer text not null default '' check (answer in ('', 'coming', 'not_coming')),
  add column answer_reason text not null default '' check (length(answer_reason) <= 300),
  add column answered_at timestamptz;

create policy person_changes_own on participants for update to scope_person
  using (event_id in (select unnest(app_events())) and id = (select app_person()) and status in ('invited', 'awaiting_approval', 'registered', 'confirmed', 'declined'));
grant update (full_name, title_prefix, title_suffix, sex, job_title, agency_name, status, answer, answer_reason, answered_at,
  changed_by, changed_at, version) on participants to scope_person;
create policy person_changes_own on participant_details for update to scope_person
  using (event_id in (select unnest(app_events())) and participant_id = (select app_person()));
create policy person_adds_own on participant_details for insert to scope_person
  with check (event_id in (select unnest(app_events())) and participant_id = (select app_person()));
grant insert, update (phone, email, nip) on participant_details to scope_person;

-- What a policy cannot say: nobody approves themselves, and the library's name is the office's word. A delegation link acts
-- in the same role, for people whom it may also take back (0060).
create function own_row_rules() returns trigger language plpgsql as $$
begin
  if current_user = 'scope_person' and app_person() is not null then
    if new.status is distinct from old.status and not
      (old.status in ('invited', 'registered', 'confirmed', 'declined') and new.status in ('registered', 'confirmed', 'declined')) then
      raise exception 'a person may not become % from %', new.status, old.status using errcode = '42501';
    end if;
    if old.library_id is not null and new.agency_name is distinct from old.agency_name then
      raise exception 'the name of a chosen library stays' using errcode = '42501';
    end if;
  end if;
  return new;
end $$;
create trigger own_row_rules before update on participants for each row execute function own_row_rules();

-- A person who is not coming, or whose application was refused, still has a page: it says so. Office's links are for who comes.
create or replace function resolve_personal_link(p_token bytea, p_device bytea, p_now timestamptz) returns jsonb
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
     and p.status not in ('replaced', 'cancelled', 'merged')
$$;

-- Links that were asked for and do not exist, per device. Phones without a cookie share one row of counting that never
-- stops anybody with a right link: a hall full of new phones is no attack.
create table link_guesses (
  device_hash bytea not null,
  guessed_at timestamptz not null
);
create index link_guesses_recent on link_guesses (device_hash, guessed_at);
create index link_guesses_by_age on link_guesses (guessed_at);
alter table link_guesses enable row level security;
alter table link_guesses force row level security;
create policy system_all on link_guesses to scope_system using (true);
grant select, insert, delete on link_guesses to scope_system;

-- How many wrong links a device has asked for within a quarter of an hour; p_wrong adds one to them. At a thousand there is
-- nothing more to count, so that a flood does not fill the table.
create function count_link_guesses(p_device bytea, p_wrong boolean, p_now timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  guesses integer;
begin
  select count(*) into guesses from
    (select from link_guesses where device_hash = p_device and guessed_at > p_now - interval '15 minutes' limit 1000) g;
  if p_wrong and guesses < 1000 then
    delete from link_guesses where guessed_at < p_now - interval '1 day';
    insert into link_guesses values (p_device, p_now);
    guesses := guesses + 1;
  end if;
  return guesses;
end $$;
grant create on schema public to scope_system;
alter function count_link_guesses(bytea, boolean, timestamptz) owner to scope_system;
revoke create on schema public from scope_system;
revoke execute on function count_link_guesses(bytea, boolean, timestamptz) from public;
grant execute on function count_link_guesses(bytea, boolean, timestamptz) to sejawat_app;
