-- What was sent and never became anything is forgotten by the program itself, for all offices: rows of files that can no
-- longer be taken back, files that nobody accepted, sign-ups that were never sent. It reads nothing of what they say.
create policy system_finds on imports for select to scope_system using (true);
create policy system_forgets on imports for delete to scope_system using (state = 'draft' and made_at < now() - interval '30 days');
grant select (event_id, id, state, made_at, settled_at), delete on imports to scope_system;
create policy system_finds on import_rows for select to scope_system using (true);
create policy system_forgets on import_rows for delete to scope_system using (true);
grant select (event_id, import_id), delete on import_rows to scope_system;
create index imports_drafts on imports (made_at) where state = 'draft';
create index imports_settled on imports (settled_at) where settled_at is not null;

create policy system_forgets on open_drafts for delete to scope_system using (saved_at < now() - interval '30 days');
grant select (saved_at), delete on open_drafts to scope_system;
drop index open_drafts_by_age;
create index open_drafts_by_age on open_drafts (saved_at);
drop policy host_forgets on open_drafts;
drop policy host_deletes on open_drafts;
revoke select, delete on open_drafts from scope_province;
revoke select (event_id, saved_at) on open_drafts from scope_province;

create policy system_finds on library_imports for select to scope_system using (true);
create policy system_forgets on library_imports for delete to scope_system
  using (state = 'draft' and partner_list_id is null and made_at < now() - interval '30 days');
grant select (state, partner_list_id, made_at), delete on library_imports to scope_system;
create index library_imports_drafts on library_imports (made_at) where state = 'draft' and partner_list_id is null;
create policy system_finds on partner_lists for select to scope_system using (true);
create policy system_forgets on partner_lists for delete to scope_system using (state = 'draft' and made_at < now() - interval '30 days');
grant select (state, made_at), delete on partner_lists to scope_system;
