\set n random(0, 1999)
\set s random(0, 19)
select resolve_caller('\x@TOKEN@'::bytea, now(), '{}'::uuid[], array[('00000000-0000-0000-0000-0000000055' || lpad((:s)::text, 2, '0'))::uuid]);
begin;
select set_config('role', 'scope_assignment', true), set_config('app.actor', '00000000-0000-0000-0000-000000000f33', true), set_config('app.events', '{00000000-0000-0000-0000-000000000e33}', true);
select t.* from (select array_agg(gen_random_uuid()) as ids, array_agg(('00000000-0000-0000-0000-0000000055' || lpad((:s)::text, 2, '0'))::uuid) as sessions, array_agg(('00000000-0000-0000-0000-' || lpad(to_hex(3187671040 + (:n + k) % 2000), 12, '0'))::uuid) as people, array_agg('present'::text) as states, array_agg(''::text) as notes, array_agg(now()) as times, array_agg(0::bigint) as offsets, array_agg(false) as doubts, array_agg('tap'::text) as sources from generate_series(1, @SIZE@) k) a cross join lateral take_marks('00000000-0000-0000-0000-000000000e33', '00000000-0000-0000-0000-000000000f33', now(), 'ukur', '', a.ids, a.sessions, a.people, a.states, a.notes, a.times, a.offsets, a.times, a.doubts, a.sources, null, null) t;
commit;
