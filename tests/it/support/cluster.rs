//! One PostgreSQL for all tests, a template database per state of the migrations, a clone per test.

use std::{
    path::Path,
    sync::{Mutex, OnceLock, mpsc},
    thread,
};

use sejawat::{
    db::{
        embedded::{Login, Throwaway},
        setup,
    },
    kernel::text,
};
use sha2::{Digest as _, Sha256};
use sqlx::{Connection as _, PgConnection};

/// What a template holds beyond the migrations.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filling {
    /// The test world, and no regions: a small, quick clone.
    World,
    /// All regions down to the villages, and the test world.
    Regions,
}

struct Cluster {
    server: Throwaway,
    dropper: Mutex<mpsc::Sender<String>>,
}

/// A database of one test; dropped with it.
pub struct Clone {
    pub name: String,
}

impl Clone {
    /// A fresh copy of the template.
    pub async fn make(filling: Filling) -> Self {
        let template = template(filling);
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        let mut conn = superuser("postgres").await;
        // Owner and rights of a database are not cloned with it.
        run(&mut conn, &format!("create database {name} template {template} owner sejawat_owner")).await;
        run(&mut conn, &format!("revoke connect, temporary on database {name} from public; grant connect on database {name} to sejawat_app, sejawat_keeper")).await;
        conn.close().await.unwrap();
        Self { name }
    }

    /// A database with the roles' rights and nothing in it.
    pub async fn empty() -> Self {
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        setup::create_database(|database| url(Login::Superuser, database), &name).await.unwrap();
        Self { name }
    }

    pub fn url(&self, login: Login) -> String {
        url(login, &self.name)
    }

    /// A connection that sees everything: for looking, never for acting.
    pub async fn superuser(&self) -> PgConnection {
        superuser(&self.name).await
    }
}

impl Drop for Clone {
    fn drop(&mut self) {
        let _ = cluster().dropper.lock().unwrap().send(self.name.clone());
    }
}

fn url(login: Login, database: &str) -> String {
    cluster().server.url(login, database)
}

async fn superuser(database: &str) -> PgConnection {
    PgConnection::connect(&url(Login::Superuser, database)).await.unwrap()
}

async fn run(conn: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(conn).await.unwrap();
}

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let server = Throwaway::start(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("postgres")).unwrap();
        let (sender, names) = mpsc::channel::<String>();
        let postgres = server.url(Login::Superuser, "postgres");
        thread::spawn(move || {
            apart(async move {
                let mut conn = PgConnection::connect(&postgres).await.unwrap();
                let left: Vec<String> =
                    sqlx::query_scalar("select datname::text from pg_database where datname like 'test\\_%'")
                        .fetch_all(&mut conn)
                        .await
                        .unwrap();
                for name in left.into_iter().chain(names) {
                    let _ = sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
                        "drop database if exists {name} with (force)"
                    )))
                    .execute(&mut conn)
                    .await;
                }
            });
        });
        Cluster { server, dropper: Mutex::new(sender) }
    })
}

/// The template's name; it is made when the migrations, the world or the roles have changed.
fn template(filling: Filling) -> &'static str {
    static WORLD: OnceLock<String> = OnceLock::new();
    static REGIONS: OnceLock<String> = OnceLock::new();
    let cell = if filling == Filling::World { &WORLD } else { &REGIONS };
    cell.get_or_init(|| {
        let name = template_name(filling);
        let building = name.clone();
        thread::spawn(move || apart(build_template(building, filling))).join().unwrap();
        name
    })
}

fn template_name(filling: Filling) -> String {
    let mut hash = Sha256::new();
    for migration in sejawat::MIGRATOR.iter() {
        hash.update(&migration.checksum);
    }
    hash.update(super::world::SQL);
    hash.update(setup::ROLES);
    let hash = text::hex(&hash.finalize()[..6]);
    let kind = if filling == Filling::World { "world" } else { "regions" };
    format!("template_{kind}_{hash}")
}

async fn build_template(name: String, filling: Filling) {
    let mut conn = superuser("postgres").await;
    let there: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(&name)
        .fetch_one(&mut conn)
        .await
        .unwrap();
    if there {
        return;
    }
    let unfinished = format!("unfinished_{name}");
    run(&mut conn, &format!("drop database if exists {unfinished} with (force)")).await;
    setup::create_database(|database| url(Login::Superuser, database), &unfinished).await.unwrap();
    let owner = url(Login::Owner, &unfinished);
    match filling {
        Filling::World => {
            let mut owner = PgConnection::connect(&owner).await.unwrap();
            sejawat::MIGRATOR.run(&mut owner).await.unwrap();
            owner.close().await.unwrap();
        }
        Filling::Regions => setup::migrate(&owner).await.unwrap(),
    }
    let mut ours = superuser(&unfinished).await;
    run(&mut ours, super::world::SQL).await;
    ours.close().await.unwrap();
    run(&mut conn, &format!("alter database {unfinished} rename to {name}")).await;
}

/// Runs a future on a runtime of its own, so that a test's runtime may end at any time.
fn apart<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
