//! A small world: four provinces, an edition with one wave, an event of Jambi, one of Jawa Tengah, and the joint
//! event of Jawa Barat with its guest DKI Jakarta; and people with every role.

use std::collections::BTreeMap;

use axum::Router;
use chrono::{DateTime, Utc};
use sejawat::{
    app::{self, Needs},
    auth::token,
    db::{
        Db,
        embedded::Login,
        scope::{ProvinceCode, Scope},
    },
    jobs::Bell,
    kernel::{clock::Clock, ids::EventId},
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    browser::Browser,
    cluster::{Clone, Filling},
};

/// The world's rows.
pub const SQL: &str = include_str!("world.sql");

/// Sample rows on top of it.
const FILLED: &str = include_str!("filled.sql");

/// Tables that a look may add to: logs of what was shown to whom.
const LOGS: &[&str] = &["audit_log", "link_guesses"];

/// The events of the world.
pub const JAMBI: EventId = EventId(Uuid::from_u128(0xe15));
pub const JATENG: EventId = EventId(Uuid::from_u128(0xe33));
/// Host Jawa Barat (32), guest DKI Jakarta (31).
pub const JOINT: EventId = EventId(Uuid::from_u128(0xe32));

/// The people of the world, by what they are. Their account's id is the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Coordinator = 0xa0,
    JambiAdmin = 0xa15,
    JambiOperator = 0xb15,
    JambiFacilitator = 0xf15,
    JambiConsultant = 0xc15,
    JatengAdmin = 0xa33,
    JatengOperator = 0xb33,
    JatengFacilitator = 0xf33,
    /// Admin of the joint event's host.
    HostAdmin = 0xa32,
    /// Admin of the joint event's guest.
    GuestAdmin = 0xa31,
    GuestOperator = 0xb31,
}

impl Who {
    pub const ALL: [Who; 11] = [
        Who::Coordinator,
        Who::JambiAdmin,
        Who::JambiOperator,
        Who::JambiFacilitator,
        Who::JambiConsultant,
        Who::JatengAdmin,
        Who::JatengOperator,
        Who::JatengFacilitator,
        Who::HostAdmin,
        Who::GuestAdmin,
        Who::GuestOperator,
    ];

    pub fn account(self) -> Uuid {
        Uuid::from_u128(self as u128)
    }
}

/// One test's database, program and clock.
pub struct World {
    pub clone: Clone,
    pub db: Db,
    pub clock: Clock,
    pub router: Router,
}

fn router(db: &Db, clock: &Clock, base_url: &str) -> Router {
    let (db, clock, base_url) = (db.clone(), clock.clone(), base_url.into());
    app::build(Needs { db, clock, base_url, bell: Bell::default() }).unwrap()
}

impl World {
    /// The world without regions, at half past eight (WIB) on Tuesday 2 August 2022.
    pub async fn new() -> Self {
        Self::made(Filling::World).await
    }

    /// The same with all regions.
    pub async fn with_regions() -> Self {
        Self::made(Filling::Regions).await
    }

    /// The world without regions, with sample rows in every table, on every side of every event.
    pub async fn filled() -> Self {
        let world = Self::new().await;
        sqlx::raw_sql(FILLED).execute(&mut world.look().await).await.unwrap();
        world
    }

    async fn made(filling: Filling) -> Self {
        let clone = Clone::make(filling).await;
        let db = Db::connect(&clone.url(Login::App), 4).await.unwrap();
        let clock = Clock::held(at("2022-08-02T08:30:00+07:00"));
        let router = router(&db, &clock, "http://sejawat.test");
        Self { clone, db, clock, router }
    }

    /// The same world at another address, or by another clock.
    pub fn served_at(self, base_url: &str) -> Self {
        let router = router(&self.db, &self.clock, base_url);
        Self { router, ..self }
    }

    /// Does every job that was asked for.
    pub async fn work(&self) {
        app::worker(&self.db, &self.clock, &Bell::default()).work_off().await.unwrap();
    }

    /// Forgets what is to be forgotten by now.
    pub async fn sweep(&self) {
        app::worker(&self.db, &self.clock, &Bell::default()).sweep().await.unwrap();
    }

    /// A browser in which nobody is signed in.
    pub fn visitor(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser in which this person is signed in.
    pub async fn browser(&self, who: Who) -> Browser {
        let secret = token::fresh().unwrap();
        let mut conn = self.clone.superuser().await;
        sqlx::query(
            "insert into logins (id, token_hash, account_id, device, started_at, seen_at, expires_at)
             values ($1, $2, $3, 'test', $4, $4, $4 + interval '14 days')",
        )
        .bind(Uuid::now_v7())
        .bind(token::hash(&secret))
        .bind(who.account())
        .bind(self.clock.now())
        .execute(&mut conn)
        .await
        .unwrap();
        let mut browser = self.visitor();
        browser.set_cookie("sejawat_masuk", &secret);
        browser
    }

    /// A connection that sees everything: for looking at what came of it.
    pub async fn look(&self) -> PgConnection {
        self.clone.superuser().await
    }

    /// What is in every table, as one hash each, but for the logs that only grow and for when a row was touched.
    pub async fn everything(&self) -> BTreeMap<String, Option<String>> {
        let mut conn = self.look().await;
        let mut hashes = BTreeMap::new();
        for table in self.tables().await {
            if LOGS.contains(&table.as_str()) {
                continue;
            }
            let sql = format!(
                "select md5(string_agg(t.row, '|' order by t.row)) from (select (to_jsonb(r) - 'changed_in')::text as row from public.{table} r) t"
            );
            let hash = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut conn).await.unwrap();
            hashes.insert(table, hash);
        }
        hashes
    }

    /// Every table's name.
    pub async fn tables(&self) -> Vec<String> {
        sqlx::query_scalar(
            "select relname::text from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by 1",
        )
        .fetch_all(&mut self.look().await)
        .await
        .unwrap()
    }

    /// One number, by a statement that sees everything.
    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.look().await).await.unwrap()
    }
}

/// The scope of a province's office with these events.
pub fn office(code: &str, hosted: &[EventId], visiting: &[EventId]) -> Scope {
    Scope::province(ProvinceCode::parse(code).unwrap(), hosted.to_vec(), visiting.to_vec())
}

/// An instant.
pub fn at(rfc3339: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(rfc3339).unwrap().to_utc()
}
