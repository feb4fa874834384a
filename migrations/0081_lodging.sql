-- The hotel's list: when people come and go, who needs a room, who sleeps where; and what people need, with their word.

-- A row belongs to the province that sends the person; that province and the event's host see it, nobody else. Days and
-- hours are the event's own wall clock.
create table lodgings (
  event_id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  arrives_on date,
  arrives_at time,
  arrives_by text not null default '' check (length(arrives_by) <= 40),
  departs_on date,
  departs_at time,
  departs_by text not null default '' check (length(departs_by) <= 40),
  -- Null: nobody has said yet.
  needs_room boolean,
  room text not null default '' check (length(room) <= 20),
  mate_id uuid,
  version integer not null default 1,
  changed_by text not null default '',
  changed_at timestamptz not null,
  primary key (event_id, participant_id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code),
  foreign key (event_id, mate_id) references participants (event_id, id),
  check (arrives_on is not null or arrives_at is null),
  check (departs_on is not null or departs_at is null),
  constraint lodgings_days check (departs_on >= arrives_on),
  constraint lodgings_mate check (mate_id <> participant_id)
);
create index lodgings_by_mate on lodgings (event_id, mate_id) where mate_id is not null;

-- What somebody needs says much of a person: it is kept only while the person agrees, with who noted that and when.
create table lodging_needs (
  event_id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  access_needs text not null default '' check (length(access_needs) <= 200),
  diet text not null default '' check (length(diet) <= 200),
  consented_at timestamptz not null,
  recorded_by text not null,
  primary key (event_id, participant_id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code)
);

-- How many people a room holds where it is not two. No person stands here.
create table lodging_rooms (
  event_id uuid not null references events (id),
  room text not null check (length(room) between 1 and 20),
  beds integer not null check (beds between 1 and 20),
  primary key (event_id, room)
);

do $$
declare t text;
begin
  foreach t in array array['lodgings', 'lodging_needs'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_and_host on %I to scope_province using (event_id in (select unnest(app_events()))
      and (province_code = (select app_province()) or event_id in (select unnest(app_hosted()))))', t);
  end loop;
end $$;
grant select, insert, update on lodgings to scope_province;
grant select, insert, update, delete on lodging_needs to scope_province;
alter table lodging_rooms enable row level security;
alter table lodging_rooms force row level security;
create policy party_reads on lodging_rooms for select to scope_province using (event_id in (select unnest(app_events())));
create policy host_writes on lodging_rooms to scope_province using (event_id in (select unnest(app_hosted())));
grant select, insert, update, delete on lodging_rooms to scope_province;
