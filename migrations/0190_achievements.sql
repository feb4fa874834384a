-- Capaian: what a library has done, as its people tell it on their own page and their office with them; one for each library
-- in an event. Its deck is made from it.

create table achievements (
  event_id uuid not null references events (id),
  id uuid not null,
  province_code text not null,
  library_id uuid not null,
  -- As its people's rows call it, so that a host needs no row of a guest's library.
  library_name text not null check (length(library_name) between 1 and 200),
  -- Visitors in twelve months before the programme began, and in the last twelve.
  visits_before integer check (visits_before between 0 and 10000000),
  visits_after integer check (visits_after between 0 and 10000000),
  visits_period text not null default '' check (length(visits_period) <= 100),
  -- For each strategy: how many activities, how many people took part, and what they were about.
  service_activities integer check (service_activities between 0 and 100000),
  service_people integer check (service_people between 0 and 10000000),
  service_topics text not null default '' check (length(service_topics) <= 2000),
  community_activities integer check (community_activities between 0 and 100000),
  community_people integer check (community_people between 0 and 10000000),
  community_topics text not null default '' check (length(community_topics) <= 2000),
  advocacy_activities integer check (advocacy_activities between 0 and 100000),
  advocacy_people integer check (advocacy_people between 0 and 10000000),
  advocacy_topics text not null default '' check (length(advocacy_topics) <= 2000),
  is_advocacy boolean not null default false,
  is_publicity boolean not null default false,
  partners text not null default '' check (length(partners) <= 1000),
  regulation text not null default '' check (length(regulation) <= 1000),
  budget text not null default '' check (length(budget) <= 1000),
  media text not null default '' check (length(media) <= 1000),
  challenges text not null default '' check (length(challenges) <= 2000),
  solutions text not null default '' check (length(solutions) <= 2000),
  tips text not null default '' check (length(tips) <= 2000),
  -- How somebody's life changed: how it was, what they used, what became of it, and what they earn if they tell.
  story_before text not null default '' check (length(story_before) <= 1500),
  story_service text not null default '' check (length(story_service) <= 1500),
  story_change text not null default '' check (length(story_change) <= 1500),
  story_income text not null default '' check (length(story_income) <= 300),
  -- Somebody's own words, kept only with their consent; a minor's with their guardian's.
  testimony text not null default '' check (length(testimony) <= 1000),
  testimony_by text not null default '' check (length(testimony_by) <= 200),
  testimony_consent boolean not null default false,
  testimony_is_minors boolean not null default false,
  testimony_guardian text not null default '' check (length(testimony_guardian) <= 200),
  plan text not null default '' check (length(plan) <= 2000),
  version integer not null default 1,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (event_id, id),
  unique (event_id, province_code, library_id),
  foreign key (event_id, province_code) references event_provinces (event_id, province_code),
  foreign key (province_code, library_id) references libraries (province_code, id),
  constraint achievements_consent check (testimony = '' or (testimony_by <> '' and testimony_consent and (not testimony_is_minors or testimony_guardian <> '')))
);
create index achievements_by_library on achievements (province_code, library_id);

-- Whose library it is that a person comes from.
create function own_library() returns uuid language sql stable as $$
  select library_id from participants where event_id in (select unnest(app_events())) and id = app_person()
$$;
grant execute on function own_library() to scope_person;

alter table achievements enable row level security;
alter table achievements force row level security;
create policy owner_and_host on achievements to scope_province
  using (event_id in (select unnest(app_events())) and (province_code = (select app_province()) or event_id in (select unnest(app_hosted()))));
create policy assignment_reads on achievements for select to scope_assignment using (event_id in (select unnest(app_events())));
create policy own_library_reads on achievements for select to scope_person
  using (event_id in (select unnest(app_events())) and library_id = (select own_library()));
create policy own_library_tells on achievements for insert to scope_person
  with check (event_id in (select unnest(app_events())) and library_id = (select own_library())
              and province_code = (select p.province_code from participants p where p.event_id = achievements.event_id and p.id = app_person()));
create policy own_library_changes on achievements for update to scope_person
  using (event_id in (select unnest(app_events())) and library_id = (select own_library()))
  with check (event_id in (select unnest(app_events())) and library_id = (select own_library()));
grant select, insert, update on achievements to scope_province;
grant select on achievements to scope_assignment;
grant select, insert, update on achievements to scope_person;
