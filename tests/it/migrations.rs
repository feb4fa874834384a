//! The migrations, one after another, onto rows that were there before.
//!
//! A migration after the first release gets `tests/it/migrations/<number>.sql`: rows as the version before it would have
//! left them. They are inserted right before it runs; afterwards none may be missing.

use std::collections::BTreeMap;

use sejawat::db::{embedded::Login, setup};
use sqlx::{Connection as _, PgConnection, migrate::Migrate as _};

use crate::support::{World, cluster::Clone};

/// The newest migration of the first release: up to it there is nobody's data to move.
const FIRST_RELEASE: i64 = 9999;

async fn run(conn: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(conn).await.unwrap();
}

fn sample(version: i64) -> Option<String> {
    let path = format!("{}/tests/it/migrations/{version:04}.sql", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).ok()
}

/// How many rows every table has, as somebody whom no policy binds.
async fn counts(conn: &mut PgConnection) -> BTreeMap<String, i64> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut *conn)
    .await
    .unwrap();
    let mut counts = BTreeMap::new();
    for table in tables {
        let sql = format!("select count(*) from public.{table}");
        let count = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *conn).await.unwrap();
        counts.insert(table, count);
    }
    counts
}

#[tokio::test]
async fn each_migration_runs_as_the_owner_and_loses_no_row() {
    let clone = Clone::empty().await;
    let mut superuser = clone.superuser().await;
    let mut owner = PgConnection::connect(&clone.url(Login::Owner)).await.unwrap();
    owner.ensure_migrations_table("_sqlx_migrations").await.unwrap();
    for migration in sejawat::MIGRATOR.iter() {
        if let Some(rows) = sample(migration.version) {
            run(&mut superuser, &rows).await;
        } else {
            assert!(
                migration.version <= FIRST_RELEASE,
                "migration {} needs sample rows: tests/it/migrations/{:04}.sql",
                migration.version,
                migration.version
            );
        }
        let before = counts(&mut superuser).await;
        owner.apply("_sqlx_migrations", migration).await.unwrap_or_else(|error| {
            panic!("migration {} ({}): {error}", migration.version, migration.description)
        });
        let after = counts(&mut superuser).await;
        for (table, rows) in before {
            let kept = after.get(&table).copied().unwrap_or_default();
            assert!(kept >= rows, "migration {}: {table} had {rows} rows, now {kept}", migration.version);
        }
        let lifted: Vec<String> = sqlx::query_scalar(
            "select relname::text from pg_class where relrowsecurity and not relforcerowsecurity and relnamespace = 'public'::regnamespace",
        )
        .fetch_all(&mut superuser)
        .await
        .unwrap();
        assert!(lifted.is_empty(), "migration {} leaves {lifted:?} without FORCE", migration.version);
    }
}

#[tokio::test]
async fn migrating_again_changes_nothing_and_the_program_accepts_the_result() {
    let world = World::with_regions().await;
    let before = world.everything().await;
    setup::migrate(&world.clone.url(Login::Owner)).await.unwrap();
    assert_eq!(world.everything().await, before);
    setup::check(&world.clone.url(Login::App)).await.unwrap();
}

#[tokio::test]
async fn the_program_refuses_a_login_that_sees_past_the_policies_and_a_database_of_another_version() {
    let world = World::new().await;
    for login in [Login::Superuser, Login::Owner] {
        let error = setup::check(&world.clone.url(login)).await.unwrap_err();
        assert!(matches!(error, setup::SetupError::UnsafeLogin(_)), "{error}");
    }
    run(
        &mut world.look().await,
        "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)",
    )
    .await;
    let error = setup::check(&world.clone.url(Login::App)).await.unwrap_err();
    assert!(matches!(error, setup::SetupError::NotMigrated), "{error}");
}

#[tokio::test]
async fn nothing_is_left_over_that_no_migration_knows() {
    let world = World::new().await;
    // What a migration made to work with and should have taken away again.
    let left: Vec<String> = sqlx::query_scalar(
        "select nspname || '.' || relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'v', 'S', 'f', 'm') and nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
            and (nspname <> 'public' or relname ~ '(^|_)(old|new|tmp|temp|backup|copy)(_|$)')",
    )
    .fetch_all(&mut world.look().await)
    .await
    .unwrap();
    assert!(left.is_empty(), "left over: {left:?}");
}
