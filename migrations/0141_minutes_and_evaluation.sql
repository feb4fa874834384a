-- An entry of the notulen that a device sends again, corrected, keeps its place.
grant update (sent_hash) on minute_entries to scope_province, scope_assignment;

-- How many answers are told, and nothing of those that wait: who renews a link sees nobody's answer come.
drop function evaluation_counts(uuid);
create function evaluation_told(p_event uuid) returns bigint
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select count(*) from evaluation_answers where event_id = p_event and counted and p_event in (select unnest(app_hosted()))
$$;
-- Whoever answers writes all answers anew: a text is hidden before or after that, never meanwhile.
create or replace function hide_evaluation_text(p_event uuid, p_id uuid, p_hidden boolean) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_was boolean;
begin
  if p_event not in (select unnest(app_hosted())) then return null; end if;
  perform pg_advisory_xact_lock(hashtextextended(p_event::text, 131));
  select e.hidden into v_was from evaluation_answers e where e.event_id = p_event and e.id = p_id and e.counted;
  if not found then return null; end if;
  update evaluation_answers set hidden = p_hidden where event_id = p_event and id = p_id;
  return v_was <> p_hidden;
end $$;
revoke execute on function evaluation_told(uuid) from public;
grant execute on function evaluation_told(uuid) to scope_province;
