-- A sign-up that was sent is the applicant's proof, and brings the same person back when the browser sends it twice: it stays.
drop policy system_forgets on open_drafts;
create policy system_forgets on open_drafts for delete to scope_system using (sent_at is null and saved_at < now() - interval '30 days');
drop index open_drafts_by_age;
create index open_drafts_by_age on open_drafts (saved_at) where sent_at is null;

-- Rows go only of files that were settled long ago, whatever a statement says; those of a draft go with it.
drop policy system_forgets on import_rows;
create policy system_forgets on import_rows for delete to scope_system
  using ((event_id, import_id) in (select i.event_id, i.id from imports i where i.settled_at < now() - interval '30 days'));

-- A file of which a part was accepted stays a draft with the rows that wait.
comment on column library_imports.partners is 'How many libraries Perpusnas counted in it; once a part was accepted, how many rows wait.';
