-- Evaluasi: what people think of an event, without their names.
--
-- That a person has answered and what was answered are two tables with nothing in common but the event. The answers have a
-- random id and no person, library, kind, time or device. Whenever somebody answers, all answers of the event are written anew
-- in a random order, so that neither their place in the file (which a dump follows) nor the transaction that wrote them tells
-- which came when. No scope may read or write either table but by the functions below; what they tell of answers changes only
-- when five more have come, so that a look before and a look after never differ by one person's answer.
--
-- What an operator of the server could still infer, who can do more than any scope: that a person has answered, and within the
-- transaction's row of the audit log when; which at most four answers have come since totals were last told; and one person's
-- answers by comparing copies of the database from before and after (backups, the write-ahead log, rows that are dead and not
-- yet vacuumed), or by reading along. And whoever writes a name into the free text has written a name.
create table evaluation_given (
  event_id uuid not null,
  participant_id uuid not null,
  province_code text not null,
  primary key (event_id, participant_id),
  foreign key (event_id, participant_id, province_code) references participants (event_id, id, province_code)
);
create table evaluation_answers (
  event_id uuid not null references events (id),
  id uuid not null default gen_random_uuid(),
  -- By the codes of the questions: numbers from 1 to 5, and one text.
  answers jsonb not null check (jsonb_typeof(answers) = 'object' and octet_length(answers::text) <= 16000),
  -- Whether it is among those that are told: set for five or more at once.
  counted boolean not null default false,
  -- Whether its text is kept from being shown.
  hidden boolean not null default false,
  primary key (event_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['evaluation_given', 'evaluation_answers'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    -- The functions below are the owner's; it serves nobody else.
    execute format('create policy functions_work on %I to sejawat_owner using (true)', t);
  end loop;
end $$;
create policy person_reads_own on evaluation_given for select to scope_person
  using (event_id in (select unnest(app_events())) and participant_id = (select app_person()));
grant select on evaluation_given to scope_person;

-- Takes the answers of the person who asks; false when they have answered before.
create function give_evaluation(p_province text, p_answers jsonb) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_event uuid := (app_events())[1];
  v_waiting bigint;
begin
  if v_event is null or app_person() is null then return false; end if;
  perform pg_advisory_xact_lock(hashtextextended(v_event::text, 131));
  insert into evaluation_given (event_id, participant_id, province_code) values (v_event, app_person(), p_province)
    on conflict do nothing;
  if not found then return false; end if;
  select count(*) + 1 into v_waiting from evaluation_answers where event_id = v_event and not counted;
  with gone as (
    delete from evaluation_answers where event_id = v_event returning id, answers, counted, hidden),
  shuffled as (
    select * from (select * from gone union all select gen_random_uuid(), p_answers, false, false) a order by random())
  insert into evaluation_answers (event_id, id, answers, counted, hidden)
    select v_event, id, answers, counted or v_waiting >= 5, hidden from shuffled;
  return true;
end $$;

-- How many have answered, and how many of these answers are told. For the host.
create function evaluation_counts(p_event uuid) returns table (given bigint, told bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select (select count(*) from evaluation_given where event_id = p_event),
         (select count(*) from evaluation_answers where event_id = p_event and counted)
   where p_event in (select unnest(app_hosted()))
$$;

-- How often each question got each value. For the host.
create function evaluation_totals(p_event uuid) returns table (question text, value integer, answers bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select a.key, a.value::integer, count(*)
    from evaluation_answers e
   cross join jsonb_each(e.answers) a
   where e.event_id = p_event and e.counted and jsonb_typeof(a.value) = 'number' and p_event in (select unnest(app_hosted()))
   group by 1, 2
$$;

-- The texts, in an order that tells nothing. For the host.
create function evaluation_texts(p_event uuid) returns table (id uuid, body text, hidden boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select e.id, e.answers ->> 'suggestion', e.hidden
    from evaluation_answers e
   where e.event_id = p_event and e.counted and coalesce(e.answers ->> 'suggestion', '') <> '' and p_event in (select unnest(app_hosted()))
   order by md5(e.id::text)
   limit 500
$$;

-- Keeps a text from being shown, or shows it again: whether that is a change; null when there is no such text. For the host.
create function hide_evaluation_text(p_event uuid, p_id uuid, p_hidden boolean) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_was boolean;
begin
  select e.hidden into v_was from evaluation_answers e
   where e.event_id = p_event and e.id = p_id and e.counted and p_event in (select unnest(app_hosted())) for update;
  if not found then return null; end if;
  update evaluation_answers set hidden = p_hidden where event_id = p_event and id = p_id;
  return v_was <> p_hidden;
end $$;

revoke execute on function give_evaluation(text, jsonb), evaluation_counts(uuid), evaluation_totals(uuid), evaluation_texts(uuid),
  hide_evaluation_text(uuid, uuid, boolean) from public;
grant execute on function give_evaluation(text, jsonb) to scope_person;
grant execute on function evaluation_counts(uuid), evaluation_totals(uuid), evaluation_texts(uuid),
  hide_evaluation_text(uuid, uuid, boolean) to scope_province;
