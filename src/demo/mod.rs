//! The 2022 edition as demo data, built through the features' own functions, so that every rule holds for it too.
//!
//! Every row says whether it is real, derived or synthetic; `data/README.md` explains the tables. Real names stand
//! only for real public acts. Jawa Tengah is complete (people, agenda, marks); Jambi has its event and its libraries
//! whose PICs have not answered yet, and waits for its people; waves that are over have been held.

mod achievements;
mod data;
mod delegations;
mod frame;
mod logins;
mod people;
mod presence;
mod programme;

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};

pub use logins::{DemoLogin, PASSWORD, load, save};

use crate::{
    auth::password::Passwords,
    db::{Db, Tx, scope::Scope},
    error::Failure,
    features::installation,
    kernel::clock::Clock,
};

/// Where the programme's clock begins: Tuesday 2 August 2022, 08.30 WIB.
pub const PROGRAMME_START: &str = "2022-08-02T08:30:00+07:00";

/// Why the demo was not seeded.
#[derive(Debug, thiserror::Error)]
pub enum NotEmpty {
    /// The database holds provinces already.
    #[error("the database is not empty: demo data is only seeded into an empty one")]
    Tenants,
}

/// What seeding works with.
pub(crate) struct Seeder<'a> {
    pub(crate) db: &'a Db,
    pub(crate) clock: &'a Clock,
    pub(crate) passwords: &'a Passwords,
}

impl Seeder<'_> {
    /// A transaction with these eyes.
    pub(crate) async fn begin(&self, scope: &Scope) -> Result<Tx, Failure> {
        Ok(self.db.begin(scope).await?)
    }

    /// When the demo's people were registered: two weeks before.
    pub(crate) fn registration_clock() -> Result<Clock, Failure> {
        Ok(Clock::held(Self::programme_start()? - TimeDelta::weeks(2)))
    }

    /// The instant at which the programme's clock begins.
    pub(crate) fn programme_start() -> Result<DateTime<Utc>, Failure> {
        Ok(DateTime::parse_from_rfc3339(PROGRAMME_START)?.to_utc())
    }
}

/// Seeds an empty database and keeps the logins beside the data.
pub async fn seed(db: &Db, clock: &Clock, data_dir: &Path) -> Result<(), Failure> {
    let passwords = Passwords::new(2).map_err(|error| error.to_string())?;
    let seeder = Seeder { db, clock, passwords: &passwords };
    if frame::has_tenants(&seeder).await? {
        return Err(NotEmpty::Tenants.into());
    }
    let frame = frame::build(&seeder).await?;
    let accounts = people::accounts(&seeder, &frame).await?;
    let registered = people::register_all(&seeder, &frame).await?;
    people::open_registration(&seeder, &frame).await?;
    presence::mark_all(&seeder, &frame, &accounts, &registered).await?;
    let logins = people::logins(&seeder, &frame, &registered).await?;
    let mut tx = seeder.begin(&Scope::system()).await?;
    installation::mark_as_demo(&mut tx, clock.now(), Seeder::programme_start()?).await?;
    tx.commit().await?;
    save(data_dir, &logins)
}
