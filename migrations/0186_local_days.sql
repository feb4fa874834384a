-- Which day it is somewhere in Indonesia at a moment: the zones of `events.zone` by their names in the database of zones.
create function local_day(p_at timestamptz, p_zone text) returns date language sql immutable parallel safe as $$
  select (p_at at time zone case p_zone when 'WIB' then 'Asia/Jakarta' when 'WITA' then 'Asia/Makassar' else 'Asia/Jayapura' end)::date
$$;
grant execute on function local_day(timestamptz, text) to scope_province, scope_assignment;
