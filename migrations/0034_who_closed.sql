-- Whoever closed a session may open it again, so the account is kept and not the name alone.
alter table sessions add column locked_by_account uuid references accounts;
grant update (locked_by_account) on sessions to scope_assignment;
