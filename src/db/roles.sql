-- The logins and roles of Sejawat, and who may connect to its database.
--
-- Run it as a superuser (or as a login with CREATEROLE; then see the warnings it may give), once in any database
-- and again in Sejawat's own: roles belong to the whole cluster, the right to connect to one database.
--   psql -d postgres -f roles.sql
--   psql -d postgres -c 'create database sejawat owner sejawat_owner'
--   psql -d sejawat -f roles.sql
-- (A login that is no superuser says `grant sejawat_owner to current_user` before it makes the database.)
-- It can be run again at any time, also by several connections at once, and writes only what differs. It sets no
-- passwords: `alter role sejawat_app password '...'` where the server asks for them.
--
-- Logins:
--   sejawat_owner   owns the database and everything in it, migrates, never serves
--   sejawat_app     serves; owns nothing and inherits nothing: without SET ROLE it may do nothing
--   sejawat_keeper  backup and restore; row-level security does not bind it
-- Scope roles (no login): what sejawat_app becomes within a transaction, one kind of scope each.

do $roles$
declare
    scopes constant text[] := array[
        'scope_province', 'scope_assignment', 'scope_person', 'scope_national', 'scope_public', 'scope_system'];
    logins constant text[] := array['sejawat_owner', 'sejawat_app', 'sejawat_keeper'];
    newer constant boolean := current_setting('server_version_num')::int >= 160000;
    role_name text;
    found_role record;
    attempt int := 0;
begin
    loop
        attempt := attempt + 1;
        begin
            -- Roles that are missing. Attributes are named only where they differ from the default: a login with
            -- CREATEROLE may not even say NOSUPERUSER.
            foreach role_name in array logins || scopes loop
                if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
                    execute format('create role %I %s', role_name, case
                        when role_name = 'sejawat_app' then 'login noinherit'
                        when role_name = any (logins) then 'login'
                        else 'nologin' end);
                end if;
            end loop;

            -- Roles that were there and can do more, or less, than they should.
            for found_role in
                select * from pg_catalog.pg_roles where rolname = any (logins || scopes) order by rolname
            loop
                role_name := found_role.rolname;
                if found_role.rolsuper then
                    execute format('alter role %I nosuperuser', role_name);
                end if;
                if found_role.rolcreaterole then
                    execute format('alter role %I nocreaterole', role_name);
                end if;
                if found_role.rolcreatedb then
                    execute format('alter role %I nocreatedb', role_name);
                end if;
                if found_role.rolreplication then
                    execute format('alter role %I noreplication', role_name);
                end if;
                if found_role.rolcanlogin is distinct from (role_name = any (logins)) then
                    execute format('alter role %I %s', role_name,
                        case when role_name = any (logins) then 'login' else 'nologin' end);
                end if;
                if found_role.rolinherit is distinct from (role_name <> 'sejawat_app') then
                    execute format('alter role %I %s', role_name,
                        case when role_name <> 'sejawat_app' then 'inherit' else 'noinherit' end);
                end if;
                if found_role.rolbypassrls and role_name <> 'sejawat_keeper' then
                    execute format('alter role %I nobypassrls', role_name);
                end if;
                if role_name = 'sejawat_keeper' and not found_role.rolbypassrls then
                    begin
                        alter role sejawat_keeper bypassrls;
                    exception when insufficient_privilege then
                        raise warning 'sejawat_keeper cannot make backups yet'
                            using hint = 'As a superuser: alter role sejawat_keeper bypassrls';
                    end;
                end if;
            end loop;

            -- sejawat_app may become each scope, and has nothing of it before it does. Until PostgreSQL 15 its
            -- NOINHERIT says so; since 16 the grant does, and is repeated where it was made by an older version.
            foreach role_name in array scopes loop
                if not newer then
                    if not exists (
                        select from pg_catalog.pg_auth_members as m
                        where m.roleid = role_name::regrole and m.member = 'sejawat_app'::regrole
                    ) then
                        execute format('grant %I to sejawat_app', role_name);
                    end if;
                -- Columns that PostgreSQL 15 lacks are read through JSON, or the block would not run there.
                elsif not exists (
                    select from pg_catalog.pg_auth_members as m
                    where m.roleid = role_name::regrole and m.member = 'sejawat_app'::regrole
                        and (to_jsonb(m) ->> 'set_option')::boolean
                ) or exists (
                    select from pg_catalog.pg_auth_members as m
                    where m.roleid = role_name::regrole and m.member = 'sejawat_app'::regrole
                        and (to_jsonb(m) ->> 'inherit_option')::boolean
                ) then
                    execute format('grant %I to sejawat_app with inherit false, set true', role_name);
                end if;
            end loop;

            -- The owner gives the session function to scope_system, for which it must be able to become it.
            if not exists (
                select from pg_catalog.pg_auth_members as m
                where m.roleid = 'scope_system'::regrole and m.member = 'sejawat_owner'::regrole
            ) then
                if newer then
                    execute 'grant scope_system to sejawat_owner with inherit true, set true';
                else
                    execute 'grant scope_system to sejawat_owner';
                end if;
            end if;

            -- The keeper reads what the owner owns, and restores in its name.
            if not exists (
                select from pg_catalog.pg_auth_members as m
                where m.roleid = 'sejawat_owner'::regrole and m.member = 'sejawat_keeper'::regrole
            ) then
                if newer then
                    execute 'grant sejawat_owner to sejawat_keeper with inherit true, set true';
                else
                    execute 'grant sejawat_owner to sejawat_keeper';
                end if;
            end if;

            -- In a database of ours: nobody connects, makes temporary tables or makes objects unless named here.
            -- (Its owner needs no grant.)
            if exists (
                select from pg_catalog.pg_database as d
                where d.datname = current_database() and d.datdba = 'sejawat_owner'::regrole
            ) then
                if has_database_privilege('public', current_database(), 'connect')
                    or has_database_privilege('public', current_database(), 'temporary')
                then
                    execute format('revoke connect, temporary on database %I from public', current_database());
                end if;
                foreach role_name in array array['sejawat_app', 'sejawat_keeper'] loop
                    if not has_database_privilege(role_name, current_database(), 'connect') then
                        execute format('grant connect on database %I to %I', current_database(), role_name);
                    end if;
                end loop;
                if has_schema_privilege('public', 'public', 'create') then
                    revoke create on schema public from public;
                end if;
            end if;
            exit;
        exception
            -- Another connection did the same at the same moment (the last is "tuple concurrently updated", which
            -- has no name of its own): everything above is undone, and looked at again.
            when duplicate_object or unique_violation or deadlock_detected or serialization_failure or internal_error then
                if attempt >= 50 then
                    raise;
                end if;
                perform pg_sleep(0.01 + 0.04 * random());
        end;
    end loop;
end
$roles$;
