-- The wording of messages that an office sends, where it has its own: per event, office and kind of message.
create table message_texts (
  event_id uuid not null,
  province_code text not null,
  kind text not null check (kind ~ '^[a-z_]{3,40}$'),
  body text not null check (length(body) between 1 and 1000),
  version integer not null default 1,
  changed_by text not null default '',
  changed_at timestamptz,
  primary key (event_id, province_code, kind),
  foreign key (event_id, province_code) references event_provinces (event_id, province_code)
);
alter table message_texts enable row level security;
alter table message_texts force row level security;
create policy office_owns on message_texts to scope_province
  using (event_id in (select unnest(app_events())) and province_code = (select app_province()));
grant select, insert, update, delete on message_texts to scope_province;
