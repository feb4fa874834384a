//! What the database refuses whatever a statement forgets. Every table stands on a reviewed list; a new one is put on
//! it by somebody who has thought about who may see it.

mod eyes;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use sejawat::db::embedded::Login;
use sqlx::{Connection as _, PgConnection, Row as _};

use self::{
    eyes::{Eyes, all_eyes},
    rules::{PUBLIC_REFERENCE, TENANT, kind_of},
};
use crate::support::World;

const SCOPES: [&str; 6] =
    ["scope_province", "scope_assignment", "scope_person", "scope_national", "scope_public", "scope_system"];

/// What a scope may not read of a table that it may otherwise read.
const NEVER_NATIONAL: &[(&str, &[&str])] = &[
    (
        "participants",
        &["full_name", "title_prefix", "title_suffix", "agency_name", "job_title", "rank", "note"],
    ),
    ("participant_details", &["phone", "email", "nip"]),
    ("lodgings", &["arrives_on", "room", "mate_id"]),
    ("lodging_needs", &["access_needs", "diet"]),
    ("libraries", &["pic_name", "pic_phone"]),
    ("library_imports", &["lines", "answers", "mapping", "file_name", "made_by"]),
    ("attendance_states", &["note"]),
    ("minute_entries", &["writer_id", "written_by", "changed_by"]),
    ("minute_comments", &["body", "written_by"]),
    ("tenant_signers", &["full_name", "nip"]),
    ("accounts", &["email", "full_name", "phone", "password_hash"]),
    ("personal_links", &["token_hash", "code"]),
    ("delegations", &["pic_name", "pic_phone"]),
    ("delegation_links", &["token_hash", "code"]),
];

/// Functions that act with their owner's rights, and the roles that may call each.
const DEFINERS: &[(&str, &[&str])] = &[
    ("adopt_event", &["scope_province"]),
    ("busy_elsewhere", &["scope_province"]),
    ("calendars_of_link", &["scope_public"]),
    ("count_check_in_failures", &["sejawat_app"]),
    ("count_link_guesses", &["sejawat_app"]),
    ("escalated_challenges", &["scope_assignment", "scope_province"]),
    ("evaluation_texts", &["scope_province"]),
    ("evaluation_told", &["scope_province"]),
    ("evaluation_totals", &["scope_province"]),
    ("give_evaluation", &["scope_person"]),
    ("hide_evaluation_text", &["scope_province"]),
    ("marker_name", &["scope_assignment", "scope_province"]),
    ("may_have_marked", &["sejawat_app"]),
    ("open_delegation_link", &["sejawat_app"]),
    ("open_personal_link", &["sejawat_app"]),
    ("public_calendar", &["scope_public"]),
    ("public_event", &["scope_public"]),
    ("public_speakers", &["scope_public"]),
    ("resolve_caller", &["sejawat_app"]),
    ("resolve_check_in", &["sejawat_app"]),
    ("resolve_delegation_link", &["sejawat_app"]),
    ("resolve_open_link", &["sejawat_app"]),
    ("resolve_personal_link", &["sejawat_app"]),
    ("resolve_request", &["sejawat_app"]),
    ("schema_version", &["sejawat_app"]),
    ("shift_readers_agenda", &["scope_national", "scope_province"]),
];

/// Tables that hold a province's rows of an event, and need no key that says that the two belong together.
const LOOSE: &[&str] = &["audit_log", "event_provinces"];

async fn strings(conn: &mut PgConnection, sql: impl Into<String>) -> Vec<String> {
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql.into())).fetch_all(conn).await.unwrap()
}

#[tokio::test]
async fn every_table_is_on_one_reviewed_list() {
    let world = World::new().await;
    let listed: Vec<&str> = TENANT.iter().chain(PUBLIC_REFERENCE).copied().collect();
    let once: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(once.len(), listed.len(), "a table is on both lists");
    let there = world.tables().await;
    for table in &there {
        assert!(
            once.contains(table.as_str()),
            "put the table {table} on a list of tests/it/isolation/rules.rs, after asking who may see its rows"
        );
    }
    for table in once {
        assert!(there.iter().any(|t| t == table), "{table} is on a list and not in the database");
    }
}

#[tokio::test]
async fn row_level_security_is_forced_with_policies_that_name_roles() {
    let world = World::new().await;
    let mut conn = world.look().await;
    let forced = strings(
        &mut conn,
        "select relname::text from pg_class c where relnamespace = 'public'::regnamespace and relrowsecurity and relforcerowsecurity
            and exists (select from pg_policy p where p.polrelid = c.oid)",
    )
    .await;
    for table in TENANT {
        assert!(
            forced.iter().any(|t| t == table),
            "{table}: enable and force row level security, with at least one policy"
        );
    }
    let for_everybody = strings(
        &mut conn,
        "select polrelid::regclass || '.' || polname from pg_policy where 0::oid = any(polroles) order by 1",
    )
    .await;
    assert_eq!(for_everybody, ["tenants.everyone_reads"], "policies name the roles they are for");
    let any = strings(
        &mut conn,
        "select tablename || '.' || policyname from pg_policies where qual ~ 'ANY .*app_(events|hosted)' or with_check ~ 'ANY .*app_(events|hosted)'",
    )
    .await;
    assert!(any.is_empty(), "write `in (select unnest(app_events()))`, as migration 35 says why: {any:?}");
    let owners: BTreeSet<String> = strings(
        &mut conn,
        "select pg_get_userbyid(relowner)::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'p', 'S', 'm')",
    )
    .await
    .into_iter()
    .collect();
    assert_eq!(owners, BTreeSet::from(["sejawat_owner".to_owned()]));
    let materialized = strings(
        &mut conn,
        "select relname::text from pg_class where relkind = 'm' and relnamespace = 'public'::regnamespace",
    )
    .await;
    assert!(materialized.is_empty(), "no policy guards a materialized view: {materialized:?}");
}

#[tokio::test]
async fn views_look_with_the_eyes_of_who_asks() {
    let world = World::new().await;
    let blind = strings(
        &mut world.look().await,
        "select relname::text from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace
            and not coalesce(reloptions @> '{security_invoker=true}' or reloptions @> '{security_invoker=on}', false)",
    )
    .await;
    assert!(blind.is_empty(), "make these views with (security_invoker = true): {blind:?}");
}

#[tokio::test]
async fn functions_with_their_owners_rights_are_few_and_pinned() {
    let world = World::new().await;
    let mut conn = world.look().await;
    let rows = sqlx::query(
        "select p.proname::text as name, coalesce(p.proconfig::text, '') as config, pg_get_userbyid(p.proowner)::text as owner,
                array(select r.rolname::text from pg_roles r
                       where (r.rolname like 'scope\\_%' or r.rolname = 'sejawat_app') and has_function_privilege(r.oid, p.oid, 'execute')
                         and r.oid <> p.proowner order by 1) as callers
           from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef order by 1",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    let mut found = BTreeMap::new();
    for row in rows {
        let name: String = row.get("name");
        let config: String = row.get("config");
        let owner: String = row.get("owner");
        assert!(
            config.contains("search_path=pg_catalog, public, pg_temp"),
            "{name}: pin its search_path: {config}"
        );
        assert!(["scope_system", "sejawat_owner"].contains(&owner.as_str()), "{name} is owned by {owner}");
        found.insert(name, row.get::<Vec<String>, _>("callers"));
    }
    let reviewed: BTreeMap<String, Vec<String>> = DEFINERS
        .iter()
        .map(|(name, callers)| ((*name).to_owned(), callers.iter().map(ToString::to_string).collect()))
        .collect();
    assert_eq!(found, reviewed, "the list of functions with their owner's rights is reviewed");
}

#[tokio::test]
async fn keys_between_tenants_tables_carry_the_tenant() {
    let world = World::new().await;
    let mut conn = world.look().await;
    let columns = columns(&mut conn).await;
    let rows = sqlx::query(
        "select conname::text as name, conrelid::regclass::text as child, confrelid::regclass::text as parent,
                array(select attname::text from pg_attribute where attrelid = conrelid and attnum = any(conkey)) as keys
           from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    let mut broken = Vec::new();
    let mut keys_of: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for row in rows {
        let (child, parent): (String, String) = (row.get("child"), row.get("parent"));
        let keys: Vec<String> = row.get("keys");
        for column in ["event_id", "province_code"] {
            let both = columns[&child].contains_key(column) && columns[&parent].contains_key(column);
            // A person of another province may lead a session: the event binds the two.
            let bound = keys.iter().any(|key| key == column || key == "event_id");
            if both && !bound {
                broken.push(format!(
                    "{child}: its key {} to {parent} lacks {column}",
                    row.get::<String, _>("name")
                ));
            }
        }
        keys_of.entry(child).or_default().push(keys);
    }
    for table in TENANT {
        let has = |column: &str| columns[*table].contains_key(column);
        if LOOSE.contains(table) || !has("event_id") {
            continue;
        }
        let needed: Vec<&str> = ["event_id", "province_code"].into_iter().filter(|c| has(c)).collect();
        let keys = keys_of.get(*table).cloned().unwrap_or_default();
        if !keys.iter().any(|key| needed.iter().all(|column| key.iter().any(|k| k == column))) {
            broken.push(format!("{table}: no foreign key over {needed:?} says that they belong together"));
        }
    }
    assert!(broken.is_empty(), "foreign keys:\n{}", broken.join("\n"));
}

#[tokio::test]
async fn before_a_scope_the_program_may_call_a_few_functions_and_nothing_else() {
    let world = World::filled().await;
    let mut looking = world.look().await;
    let mut app = PgConnection::connect(&world.clone.url(Login::App)).await.unwrap();
    let views = "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')";
    let views = strings(&mut looking, views).await;
    let mut statements: Vec<String> =
        views.iter().map(|view| format!("select count(*) from {view}")).collect();
    for table in world.tables().await {
        statements.push(format!("select count(*) from {table}"));
        statements.push(format!("delete from {table}"));
        statements.push(format!("insert into {table} default values"));
    }
    for statement in statements {
        let error =
            sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone())).execute(&mut app).await.unwrap_err();
        assert_eq!(code(&error), DENIED, "{statement}");
    }
    for statement in
        ["create table extra (a int)", "create temp table extra (a int)", "set role sejawat_owner"]
    {
        let error = sqlx::raw_sql(statement).execute(&mut app).await.expect_err(statement);
        assert_eq!(code(&error), DENIED, "{statement}");
    }
    let callable = strings(
        &mut looking,
        "select proname::text from pg_proc p where pronamespace = 'public'::regnamespace and has_function_privilege('sejawat_app', oid, 'execute')
            and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e') order by 1",
    )
    .await;
    let expected: Vec<&str> = DEFINERS
        .iter()
        .filter(|(_, callers)| callers.contains(&"sejawat_app"))
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(callable, expected);
}

#[tokio::test]
async fn nothing_set_is_nothing_seen() {
    let world = World::filled().await;
    let mut conn = world.look().await;
    for scope in ["scope_province", "scope_assignment", "scope_person"] {
        for table in TENANT.iter().filter(|table| **table != "tenants") {
            let seen = count_as(&mut conn, scope, table).await;
            assert!(matches!(seen, None | Some(0)), "{scope} without settings sees {seen:?} rows of {table}");
        }
    }
}

/// How many rows a bare role sees; nothing when it may not look.
async fn count_as(conn: &mut PgConnection, role: &str, table: &str) -> Option<i64> {
    let mut tx = conn.begin().await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("set local role {role}"))).execute(&mut *tx).await.unwrap();
    let sql = format!("select count(*) from {table}");
    let answer = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *tx).await;
    tx.rollback().await.unwrap();
    match answer {
        Ok(count) => Some(count),
        Err(error) if code(&error) == DENIED => None,
        Err(error) => panic!("{table} as {role}: {error}"),
    }
}

#[tokio::test]
async fn the_nation_and_the_public_never_read_names_and_telephones() {
    let world = World::new().await;
    let mut conn = world.look().await;
    for (table, columns) in NEVER_NATIONAL {
        for column in *columns {
            for scope in ["scope_national", "scope_public"] {
                let may: bool = sqlx::query_scalar("select has_column_privilege($1, $2, $3, 'select')")
                    .bind(scope)
                    .bind(table)
                    .bind(column)
                    .fetch_one(&mut conn)
                    .await
                    .unwrap();
                assert!(!may, "{scope} may read {table}.{column}");
            }
        }
    }
    // And by what it is called, wherever it may turn up.
    let named = strings(
        &mut conn,
        "select role || ' may read ' || c.relname || '.' || a.attname from pg_class c
           join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
           cross join unnest(array['scope_national', 'scope_public']) role
          where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
            and a.attname ~ '(full_name|phone|email|nip|password|token)' and has_column_privilege(role, c.oid, a.attnum, 'select')
            -- An agency's own telephone, and the officials who open an event, are public; whom to call at an office, the
            -- nation is told by the office itself.
            and c.relname not in ('tenants', 'event_officials') and (c.relname, role) <> ('office_contacts', 'scope_national')
          order by 1",
    )
    .await;
    assert!(named.is_empty(), "{}", named.join("\n"));
}

#[tokio::test]
async fn nobody_may_rewrite_what_is_kept_for_ever() {
    let world = World::new().await;
    let mut conn = world.look().await;
    for table in ["agenda_versions", "audit_log", "attendance_marks", "attendance_decisions", "consents"] {
        for scope in SCOPES {
            for right in ["update", "delete", "truncate"] {
                let may: bool = sqlx::query_scalar("select has_table_privilege($1, $2, $3)")
                    .bind(scope)
                    .bind(table)
                    .bind(right)
                    .fetch_one(&mut conn)
                    .await
                    .unwrap();
                assert!(!may, "{scope} may {right} {table}");
            }
        }
    }
}

#[tokio::test]
async fn every_table_has_sample_rows_on_every_side() {
    let world = World::filled().await;
    let mut conn = world.look().await;
    let columns = columns(&mut conn).await;
    for table in TENANT {
        let columns = &columns[*table];
        let wanted: &[&str] = if columns.contains_key("event_id") && columns.contains_key("province_code") {
            &[
                "(event_id::text like '%e15')",
                "(event_id::text like '%e33')",
                "(event_id::text like '%e32' and province_code = '32')",
                "(event_id::text like '%e32' and province_code = '31')",
            ]
        } else if columns.contains_key("event_id") {
            &["(event_id::text like '%e15')", "(event_id::text like '%e33')", "(event_id::text like '%e32')"]
        } else if columns.contains_key("province_code") {
            &["province_code = '15'", "province_code = '33'", "province_code = '32'", "province_code = '31'"]
        } else {
            &["true"]
        };
        for rows in wanted {
            if *table == "role_grants" && rows.contains("event_id") {
                continue;
            }
            let there = strings(&mut conn, format!("select 'x' from {table} where {rows} limit 1")).await;
            assert!(
                !there.is_empty(),
                "no row of {table} with {rows}: add one to tests/it/support/filled.sql"
            );
        }
    }
}

const DENIED: &str = "42501";

fn code(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.code().unwrap_or_default().into_owned(),
        other => panic!("{other}"),
    }
}

/// The columns of every table and their types, but for those that the database computes.
async fn columns(conn: &mut PgConnection) -> BTreeMap<String, BTreeMap<String, String>> {
    let rows = sqlx::query(
        "select c.relname::text as relation, a.attname::text as name, format_type(a.atttypid, a.atttypmod) as kind
           from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
          where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')",
    )
    .fetch_all(conn)
    .await
    .unwrap();
    let mut columns: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for row in rows {
        columns.entry(row.get("relation")).or_default().insert(row.get("name"), row.get("kind"));
    }
    columns
}

#[tokio::test]
async fn sql_that_forgets_every_filter_reads_only_what_is_allowed() {
    let world = World::filled().await;
    let mut looking = world.look().await;
    let columns = columns(&mut looking).await;
    let mut broken = Vec::new();
    for eyes in all_eyes() {
        for table in TENANT {
            let allowed = eyes.reads(table, &columns[*table]);
            let most = count(&mut looking, table, &allowed).await;
            let mut tx = world.db.begin(&eyes.scope).await.unwrap();
            let sql = format!("select count(*) from {table}");
            match sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *tx).await {
                Ok(seen) if seen > most => {
                    broken.push(format!("{} sees {seen} rows of {table}, not {most}", eyes.name));
                }
                Ok(_) => {
                    // Where the columns can be read, also that they are the right ones.
                    let sql = format!("select count(*) from {table} where not ({allowed})");
                    match sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *tx).await {
                        Ok(0) => {}
                        Ok(n) => broken
                            .push(format!("{} sees {n} rows of {table} that are not its own", eyes.name)),
                        Err(error) if code(&error) == DENIED => {}
                        Err(error) => panic!("{table} as {}: {error}", eyes.name),
                    }
                }
                Err(error) if code(&error) == DENIED => {}
                Err(error) => panic!("{table} as {}: {error}", eyes.name),
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

async fn count(conn: &mut PgConnection, table: &str, condition: &str) -> i64 {
    let sql = format!("select count(*) from {table} where {condition}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(conn).await.unwrap()
}

#[tokio::test]
async fn sql_that_forgets_every_filter_changes_only_what_is_allowed() {
    let world = World::filled().await;
    let mut looking = world.look().await;
    let columns = columns(&mut looking).await;
    let mut broken = Vec::new();
    for eyes in all_eyes() {
        for table in TENANT {
            let allowed = eyes.writes(table, &columns[*table]);
            let most = count(&mut looking, table, &allowed).await;
            let mut statements = Vec::new();
            for column in columns[*table].keys() {
                let may: bool = sqlx::query_scalar("select has_column_privilege($1, $2, $3, 'update')")
                    .bind(eyes.role())
                    .bind(table)
                    .bind(column)
                    .fetch_one(&mut looking)
                    .await
                    .unwrap();
                if may {
                    statements.push(format!("update {table} set {column} = {column}"));
                    break;
                }
            }
            statements.push(format!("delete from {table}"));
            for statement in statements {
                let mut tx = world.db.begin(&eyes.scope).await.unwrap();
                match sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone())).execute(&mut *tx).await {
                    Ok(done) if done.rows_affected() > u64::try_from(most).unwrap() => broken.push(format!(
                        "{}: “{statement}” reaches {} rows, not {most}",
                        eyes.name,
                        done.rows_affected()
                    )),
                    Ok(_) => {}
                    // A row of one's own that others hang on.
                    Err(error) if code(&error) == DENIED || (code(&error) == "23503" && most > 0) => {}
                    Err(error) => broken.push(format!("{}: “{statement}”: {error}", eyes.name)),
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Columns that say whose a row is, or whose rows it hangs on.
const OWNING: &[&str] = &[
    "event_id",
    "province_code",
    "host_province",
    "session_id",
    "participant_id",
    "library_id",
    "delegation_id",
    "person_id",
    "survivor_id",
    "merged_id",
    "merged_into",
    "one_id",
    "other_id",
];

#[tokio::test]
async fn rows_cannot_be_added_to_others_or_hung_on_theirs() {
    let world = World::filled().await;
    let mut looking = world.look().await;
    let columns = columns(&mut looking).await;
    let mut broken = Vec::new();
    let mut tried = 0;
    for eyes in all_eyes() {
        for table in TENANT {
            let may: bool = sqlx::query_scalar("select has_table_privilege($1, $2, 'insert')")
                .bind(eyes.role())
                .bind(table)
                .fetch_one(&mut looking)
                .await
                .unwrap();
            if !may {
                continue;
            }
            let allowed = eyes.writes(table, &columns[*table]);
            for row in candidates(&mut looking, table, &columns[*table]).await {
                tried += 1;
                if let Some(wrong) =
                    add(&world, &mut looking, &eyes, (table, &columns[*table]), &allowed, &row).await
                {
                    broken.push(wrong);
                }
            }
        }
    }
    assert!(tried > 500, "only {tried} rows were tried");
    broken.truncate(10);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Every row as it is, and every row with one of the columns that own it taken from another row; each with a fresh id.
async fn candidates(
    conn: &mut PgConnection,
    table: &str,
    columns: &BTreeMap<String, String>,
) -> Vec<serde_json::Value> {
    let sql = format!("select to_jsonb(t) from {table} t limit 40");
    let rows: Vec<serde_json::Value> =
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(conn).await.unwrap();
    let mut all = BTreeMap::new();
    for row in &rows {
        all.insert(row.to_string(), row.clone());
        for other in &rows {
            for column in OWNING.iter().filter(|column| columns.contains_key(**column)) {
                let mut mixed = row.clone();
                mixed[*column] = other[*column].clone();
                all.insert(mixed.to_string(), mixed);
            }
        }
    }
    let mut all: Vec<_> = all.into_values().collect();
    for row in &mut all {
        if columns.get("id").is_some_and(|kind| kind == "uuid") && row.get("token_hash").is_none() {
            row["id"] = uuid::Uuid::now_v7().to_string().into();
        }
    }
    all
}

/// Inserts a row and takes it back; says what is wrong when it was taken and should not have been.
async fn add(
    world: &World,
    looking: &mut PgConnection,
    eyes: &Eyes,
    (table, columns): (&str, &BTreeMap<String, String>),
    allowed: &str,
    row: &serde_json::Value,
) -> Option<String> {
    let sql = format!("select {allowed} from (select (jsonb_populate_record(null::{table}, $1)).*) t");
    let rightful: Option<bool> =
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(row).fetch_one(&mut *looking).await.unwrap();
    let mut tx = world.db.begin(&eyes.scope).await.unwrap();
    let names: Vec<&str> = columns.keys().map(String::as_str).collect();
    let names = names.join(", ");
    let sql =
        format!("insert into {table} ({names}) select {names} from jsonb_populate_record(null::{table}, $1)");
    let outcome = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(row).execute(&mut *tx).await;
    match outcome {
        Ok(_) if rightful == Some(true) && hangs_on_own(looking, table, row).await => None,
        Ok(_) => Some(format!("{} may add to {table}: {row}", eyes.name)),
        Err(error) => match code(&error).as_str() {
            DENIED | "23503" | "23514" => None,
            // The policy let it through and only a double stopped it.
            "23505" if rightful != Some(true) => {
                Some(format!("{} may add to {table} ({error}): {row}", eyes.name))
            }
            "23505" => None,
            _ => Some(format!("{table} as {}: {error}", eyes.name)),
        },
    }
}

/// Whether the rows that this one names belong to the same event and province: what foreign keys must see to.
async fn hangs_on_own(conn: &mut PgConnection, table: &str, row: &serde_json::Value) -> bool {
    for (column, parent, same) in kind_of(table) {
        if row.get(*column).is_none_or(serde_json::Value::is_null) {
            continue;
        }
        let sql = format!(
            "select exists (select from {parent} p, (select (jsonb_populate_record(null::{table}, $1)).*) t where p.id = t.{column} and p.{same} = t.{same})"
        );
        let own: bool =
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(row).fetch_one(&mut *conn).await.unwrap();
        if !own {
            return false;
        }
    }
    true
}
