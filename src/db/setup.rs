//! Bringing a database to the state that this program needs, and refusing one that would not protect its rows.

use std::str::FromStr as _;

use sqlx::{ConnectOptions as _, Connection as _, PgConnection, postgres::PgConnectOptions};

use crate::regions;

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The login would walk past row-level security.
    #[error(
        "refusing to serve as the database login \"{0}\": it is a superuser, may bypass row-level security, or inherits \
         the scopes' rights. Use the login sejawat_app (see src/db/roles.sql)."
    )]
    UnsafeLogin(String),
    /// The database is older or newer than the program.
    #[error("the database has not been migrated to this version of the program: run `sejawat migrate` first")]
    NotMigrated,
    /// A migration failed.
    #[error("a migration failed: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The regions could not be loaded.
    #[error("the regions could not be loaded: {0}")]
    Regions(#[from] regions::LoadError),
    /// The database did not answer.
    #[error("the database did not answer: {0}")]
    Sql(#[from] sqlx::Error),
}

/// The roles and logins, to be run by a superuser.
pub const ROLES: &str = include_str!("roles.sql");

/// Makes the roles, and the database if it is not there, as a superuser of a cluster that is our own.
pub async fn create_database(superuser_url: impl Fn(&str) -> String, name: &str) -> Result<(), SetupError> {
    let mut postgres = PgConnection::connect(&superuser_url("postgres")).await?;
    sqlx::raw_sql(ROLES).execute(&mut postgres).await?;
    let there: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(name)
        .fetch_one(&mut postgres)
        .await?;
    if !there {
        let create = format!("create database {} owner sejawat_owner", quoted(name));
        sqlx::raw_sql(sqlx::AssertSqlSafe(create)).execute(&mut postgres).await?;
    }
    postgres.close().await?;
    let mut ours = PgConnection::connect(&superuser_url(name)).await?;
    sqlx::raw_sql(ROLES).execute(&mut ours).await?;
    ours.close().await?;
    Ok(())
}

/// Whether a database of this name is there.
pub async fn exists(superuser_url: impl Fn(&str) -> String, name: &str) -> Result<bool, SetupError> {
    let mut postgres = PgConnection::connect(&superuser_url("postgres")).await?;
    let there = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(name)
        .fetch_one(&mut postgres)
        .await?;
    postgres.close().await?;
    Ok(there)
}

/// Drops a database that was never finished.
pub async fn drop_database(superuser_url: impl Fn(&str) -> String, name: &str) -> Result<(), SetupError> {
    in_postgres(superuser_url, format!("drop database if exists {} with (force)", quoted(name))).await
}

/// Gives a database its final name.
pub async fn rename_database(
    superuser_url: impl Fn(&str) -> String,
    from: &str,
    to: &str,
) -> Result<(), SetupError> {
    in_postgres(superuser_url, format!("alter database {} rename to {}", quoted(from), quoted(to))).await
}

async fn in_postgres(superuser_url: impl Fn(&str) -> String, sql: String) -> Result<(), SetupError> {
    let mut postgres = PgConnection::connect(&superuser_url("postgres")).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut postgres).await?;
    postgres.close().await?;
    Ok(())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', ""))
}

/// Runs the migrations and loads the regions, as the database's owner.
pub async fn migrate(owner_url: &str) -> Result<(), SetupError> {
    // Loading 91,000 regions takes its second, which is no news to anybody.
    let mut owner = PgConnectOptions::from_str(owner_url)?.disable_statement_logging().connect().await?;
    crate::MIGRATOR.run(&mut owner).await?;
    regions::load(&mut owner).await?;
    owner.close().await?;
    Ok(())
}

/// Checks that the login cannot see past row-level security, and that the migrations are this program's.
pub async fn check(app_url: &str) -> Result<(), SetupError> {
    let mut app = PgConnection::connect(app_url).await?;
    let (login, is_unsafe): (String, bool) = sqlx::query_as(
        "select current_user::text, r.rolsuper or r.rolbypassrls
                or exists (select from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                                                  and (c.relowner = r.oid or has_table_privilege(c.oid, 'select')))
           from pg_roles r where r.rolname = current_user",
    )
    .fetch_one(&mut app)
    .await?;
    if is_unsafe {
        return Err(SetupError::UnsafeLogin(login));
    }
    let newest = crate::MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or_default();
    let there: Option<i64> =
        sqlx::query_scalar("select schema_version()").fetch_optional(&mut app).await.unwrap_or(None);
    app.close().await?;
    if there == Some(newest) { Ok(()) } else { Err(SetupError::NotMigrated) }
}
