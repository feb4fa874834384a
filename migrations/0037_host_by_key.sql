-- Who hosts an event stands in two tables; a key makes them say the same.
alter table event_provinces add column host_of uuid generated always as (case when part = 'host' then event_id end) stored;
alter table event_provinces add foreign key (host_of, province_code) references events (id, host_province);
